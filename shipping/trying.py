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
    new = []
    for row in checked.rows:
        kept = rows.get(row.row_id) if row.row_id is not None else None
        if kept is None:
            kept = MethodMapping()
            new.append(kept)
        take(kept, row)
    return Mapping([*rows.values(), *new], ShippingDefaults(**defaults))
