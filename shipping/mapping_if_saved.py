"""The mapping as it would be after a save. Pure, apart from the rows it is given."""

import copy
from collections.abc import Iterable

from shipping.mapping_table import CheckedMapping
from shipping.models import MethodMapping, ShippingDefaults
from shipping.save_mapping import Defaults, take
from shipping.service_choice import CompanyMapping


def mapping_if_saved(
    saved: Iterable[MethodMapping], checked: CheckedMapping, defaults: Defaults
) -> CompanyMapping:
    """What `save_mapping` would make of `saved`, in memory."""
    rows = {row.pk: copy.copy(row) for row in saved if row.pk not in checked.removed}
    typed = [take(rows.pop(row.row_id, MethodMapping()), row) for row in checked.rows]
    return CompanyMapping([*rows.values(), *typed], ShippingDefaults(**defaults))
