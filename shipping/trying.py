"""The mapping as it would be after a save. Pure, apart from the rows it is given."""

import copy
from collections.abc import Iterable

from shipping.choosing import CompanyMapping
from shipping.models import MethodMapping, ShippingDefaults
from shipping.saving import Defaults, take
from shipping.table import Checked


def mapping_if_saved(
    saved: Iterable[MethodMapping], checked: Checked, defaults: Defaults
) -> CompanyMapping:
    """What `save_mapping` would make of `saved`, in memory."""
    rows = {row.pk: copy.copy(row) for row in saved if row.pk not in checked.removed}
    typed = [take(rows.pop(row.row_id, MethodMapping()), row) for row in checked.rows]
    return CompanyMapping([*rows.values(), *typed], ShippingDefaults(**defaults))
