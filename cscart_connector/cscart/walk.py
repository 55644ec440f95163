"""Walking a list page by page while it changes underneath.

Pages are cut by row number, so an order that leaves the set in the middle of a walk (deleted, or
hidden while it is edited) moves all later ones up by one, and the order at the page's border is
never seen. The store's count tells: a pass during which it fell is walked again.

Hosts and add-ons cap pages, whatever size is asked for. So a pass goes by the rows that came, and
counts them: one that saw fewer rows than the store says it has is no complete walk.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cscart_connector.cscart.wire import Row, Unreadable, mapping, number, rows, text, whole
from stores.errors import StoreRefused, StoreUnavailable

Params = dict[str, str | int]

MOST_PASSES = 5

# A row may be missing for a moment; twice is the store's way.
MOST_SHORT_PASSES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of a list: its rows, the store's count of all, and the page size that it echoes.

    `size` is 0 where the answer names none.
    """

    rows: list[Row]
    total: int
    size: int = 0

    def size_of_pages(self, asked: int) -> int:
        """How many rows a page holds, if this is the first of several: what came, if less."""
        held = min(asked, self.size or asked)
        is_cut = bool(self.rows) and len(self.rows) < min(held, self.total)
        return len(self.rows) if is_cut else held


def list_page(answer: Row, name: str) -> ListPage:
    """The page of a list whose rows lie under `name`. Raises `StoreRefused` without a total."""
    params = mapping(answer, "params")
    try:
        total = whole(params, "total_items")
    except Unreadable as error:
        raise StoreRefused(f"The store's list of {name} cannot be read. {error}") from error
    found = rows(answer, name)
    return ListPage(rows=found, total=total, size=number(params, "items_per_page"))


ReadPage = Callable[[Params], ListPage]
# With whether nothing before the end of this page can have been passed over.
Step = tuple[list[Row], int, bool]


@dataclass(slots=True)
class _Pass:
    """One pass through the list: page by page, of `per_page` rows, from `page` on."""

    page: int
    per_page: int
    seen: int = 0
    total: int = 0
    has_shrunk: bool = False

    def take(self, found: ListPage) -> None:
        """Note a page. The first one may show that pages are smaller than asked for."""
        if self.page == 1:
            self.per_page = found.size_of_pages(self.per_page)
        self.has_shrunk = self.has_shrunk or found.total < self.total
        self.total, self.seen = found.total, self.seen + len(found.rows)

    @property
    def is_short(self) -> bool:
        """Whether rows were passed over: fewer came than pages up to here must hold."""
        return self.seen < min(self.page * self.per_page, self.total)


def walk_pages(
    read_page: ReadPage, params: Params, per_page: int, *, after: int = 0
) -> Iterator[Step]:
    """Pages of rows not given before, with the store's total. `params` must name a stable order.

    `after` begins before the page with the first order above this number; `params` must sort by
    order id, rising, then. Raises `StoreUnavailable` when every one of `MOST_PASSES` passes was
    disturbed: the list shrank, or gave fewer rows than the store counts.
    """
    given: set[int] = set()  # hashes: a backlog may have a million rows
    short_passes = 0
    for _ in range(MOST_PASSES):
        under_way = _begin(read_page, params, per_page, after)
        for found in _pages(read_page, params, under_way):
            fresh = [row for row in found.rows if _version(row) not in given]
            given.update(map(_version, fresh))
            if fresh:
                is_complete = not under_way.has_shrunk and not under_way.is_short
                yield fresh, found.total, is_complete
        if under_way.has_shrunk:
            continue
        if not under_way.is_short:
            return
        short_passes += 1
        if short_passes == MOST_SHORT_PASSES:
            raise StoreUnavailable(
                f"The store gave only {under_way.seen} of the {under_way.total} entries that its "
                "list has. Its host or an add-on cuts the pages of lists: ask who looks after the "
                "store to lift that."
            )
    raise StoreUnavailable(
        "The store's list kept changing while it was read. The next run tries again."
    )


def _begin(read_page: ReadPage, params: Params, per_page: int, after: int) -> _Pass:
    if not after:
        return _Pass(1, per_page)
    page, per_page = _page_after(read_page, params, per_page, after)
    return _Pass(page, per_page, seen=(page - 1) * per_page)


def _pages(read_page: ReadPage, params: Params, under_way: _Pass) -> Iterator[ListPage]:
    while True:
        at: Params = {"page": under_way.page, "items_per_page": under_way.per_page}
        found = read_page(params | at)
        under_way.take(found)
        yield found
        # Not until an empty page: the count is the store's own word about where the end is.
        if under_way.page * under_way.per_page >= found.total or not found.rows:
            return
        under_way.page += 1


def _page_after(read_page: ReadPage, params: Params, per_page: int, last: int) -> tuple[int, int]:
    """A page before the one on which orders above number `last` begin, and the size of pages.

    Found by halving. One page early, since the list may shrink meanwhile.
    """
    low, high = 1, 0
    while high == 0 or low < high:
        middle = (low + high) // 2 if high else 1
        found = read_page(params | {"page": middle, "items_per_page": per_page})
        if not high:
            per_page = found.size_of_pages(per_page)
            high = max(1, -(-found.total // per_page))
        if found.rows and number(found.rows[-1], "order_id") <= last and middle < high:
            low = middle + 1
        else:
            high = middle
    return max(1, low - 1), per_page


def _version(row: Row) -> int:
    name = text(row, "shipment_id") or text(row, "order_id") or text(row, "shipping_id")
    return hash((name, text(row, "status"), text(row, "updated_at")))
