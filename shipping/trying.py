"""The mapping as it would be after a save. Pure, apart from the rows it is given."""

import copy
from collections.abc import Iterable

from shipping.choosing import Mapping
from shipping.models import MethodMapping, ShippingDefaults
from shipping.saving import Defaults, take
from shipping.table import Checked


def mapping_if_saved(
    saved: Iterable[MethodMapping], checked: Checked, defaults: Defaults
) -> Mapping:
    """What `save_mapping` would make of `saved`, in memory."""
    rows = {row.pk: copy.copy(row) for row in saved if row.pk not in checked.removed}
    typed = [take(rows.pop(row.row_id, MethodMapping()), row) for row in checked.rows]
    return Mapping([*rows.values(), *typed], ShippingDefaults(**defaults))
