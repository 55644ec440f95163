"""Remembering under which number a store sends a method, so that a rename loses no mapping."""

from collections.abc import Iterable

from shipping.models import MethodMapping
from shipping.service_choice import CompanyMapping


def remember(mapping: CompanyMapping, seen: Iterable[tuple[str, str]]) -> None:
    """Note the store's numbers of mapped names, and the new names of renamed methods.

    `seen` are (method name, store's number) pairs, the latest last. Costs no write when nothing is
    new. The mapping in memory keeps the numbers it was loaded with.
    """
    rows = {row.pk: row for row in mapping.rows}
    changed: set[int] = set()
    for name, number in seen:
        row = mapping.find(name, number) if number and name else None
        if row is None:
            continue
        is_same_name = mapping.find(name, "") is row
        if is_same_name and (row.store_shipping_id, row.renamed_to) != (number, ""):
            changed |= _take_over(rows.values(), row, number)
        elif not is_same_name and row.renamed_to != name:
            row.renamed_to = name[:500]
            changed.add(row.pk)
    if changed:
        MethodMapping.objects.bulk_update(
            [rows[key] for key in sorted(changed)], ["store_shipping_id", "renamed_to"]
        )


def _take_over(rows: Iterable[MethodMapping], row: MethodMapping, number: str) -> set[int]:
    """Give `number` to `row`; whichever row had it before has none, since its name is not sent."""
    losers = [other for other in rows if other.store_shipping_id == number and other is not row]
    for loser in losers:
        loser.store_shipping_id, loser.renamed_to = "", ""
    row.store_shipping_id, row.renamed_to = number, ""
    return {row.pk, *(loser.pk for loser in losers)}
