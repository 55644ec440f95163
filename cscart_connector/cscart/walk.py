"""Walking a list page by page while it changes underneath.

Pages are cut by row number, so an order that leaves the set in the middle of a walk (deleted, or
hidden while it is edited) moves all later ones up by one, and the order at the page's border is
never seen. The store's count tells: a pass during which it fell is walked again.
"""

from collections.abc import Callable, Iterator

from cscart_connector.cscart.wire import Row, text, whole
from stores.errors import StoreUnavailable

Params = dict[str, str | int]
Page = tuple[list[Row], int]
# With whether nothing before the end of this page can have been passed over.
Step = tuple[list[Row], int, bool]

MOST_PASSES = 5


def walk_pages(
    read_page: Callable[[Params], Page],
    params: Params,
    per_page: int,
    first_page: Callable[[], int] = lambda: 1,
) -> Iterator[Step]:
    """Pages of rows not given before, with the store's total. `params` must name a stable order.

    `first_page` says where a pass begins; it is asked again for each. Raises `StoreUnavailable` when
    the list shrinks during every one of `MOST_PASSES` passes.
    """
    given: set[int] = set()  # hashes: a backlog may have a million rows
    for _ in range(MOST_PASSES):
        has_shrunk = False
        for rows, total, fell in _one_pass(read_page, params, per_page, first_page()):
            fresh = [row for row in rows if _version(row) not in given]
            given.update(map(_version, fresh))
            has_shrunk = has_shrunk or fell
            if fresh:
                yield fresh, total, not has_shrunk
        if not has_shrunk:
            return
    raise StoreUnavailable(
        "The store's list kept changing while it was read. The next run tries again."
    )


def _one_pass(
    read_page: Callable[[Params], Page], params: Params, per_page: int, first_page: int
) -> Iterator[tuple[list[Row], int, bool]]:
    page, before = first_page, 0
    while True:
        rows, total = read_page(params | {"page": page, "items_per_page": per_page})
        yield rows, total, total < before
        # Not until an empty page: the count is the store's own word about where the end is.
        if page * per_page >= total or not rows:
            return
        page, before = page + 1, max(before, total)


def page_after(
    read_page: Callable[[Params], Page], params: Params, per_page: int, number: int
) -> int:
    """A page before the one on which orders above `number` begin: found by halving.

    `params` must sort by order id, rising. One page early, since the list may shrink meanwhile.
    """
    low, high = 1, 0
    while high == 0 or low < high:
        middle = (low + high) // 2 if high else 1
        rows, total = read_page(params | {"page": middle, "items_per_page": per_page})
        high = high or max(1, -(-total // per_page))
        if rows and whole(rows[-1], "order_id") <= number and middle < high:
            low = middle + 1
        else:
            high = middle
    return max(1, low - 1)


def _version(row: Row) -> int:
    number = text(row, "shipment_id") or text(row, "order_id")
    return hash((number, text(row, "status"), text(row, "updated_at")))
