"""The part of the gate that walks a CS-Cart store's lists of orders."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from core.parts import in_parts
from cscart_connector.cscart import translate
from cscart_connector.cscart.sending import ROWS_PER_PAGE, WHOLE_ORDERS_PER_PAGE
from cscart_connector.cscart.statuses import StatusTable
from cscart_connector.cscart.walk import Params, Step, page_after, walk_pages
from cscart_connector.cscart.wire import Row, Unreadable, amount, mapping, text, whole
from stores.errors import StoreRefused, StoreUnavailable
from stores.port import ListedOrder, OrderPage, StoreAbilities, StoreOrder, UnreadableOrder

# The store's own order shifts whenever a new order comes.
BY_ORDER_ID: Params = {"sort_by": "order_id", "sort_order": "asc"}


class Listing:
    """Base of `CsCartStore`; methods as in `stores.port.Store`."""

    _scope: str
    _can_list_whole_orders: bool

    def all_orders(
        self,
        abilities: StoreAbilities,
        *,
        placed_since: datetime | None = None,
        placed_until: datetime | None = None,
        after: int = 0,
    ) -> Iterator[OrderPage]:
        """See `Store`. Sorted by order id, since the store's own order shifts while it is read."""
        times: Params = {}
        if placed_since is not None:
            times["time_from"] = int(placed_since.timestamp())
        if placed_until is not None:
            times["time_to"] = int(placed_until.timestamp())
        if times:
            times["period"] = "C"  # without it the store ignores the times
        yield from self._walk(self._scoped(times), abilities, after)

    def orders_changed_since(
        self, since: datetime, abilities: StoreAbilities
    ) -> Iterator[OrderPage]:
        """See `Store`."""
        yield from self._walk(self._scoped({"updated_at_from": int(since.timestamp())}), abilities)

    def _walk(
        self, params: Params, abilities: StoreAbilities, after: int = 0
    ) -> Iterator[OrderPage]:
        if abilities.lists_whole_orders:
            yield from self._walk_whole_orders(params, after)
        else:
            yield from self._walk_rows(params, after)

    def orders_by_id(self, store_order_ids: Sequence[str]) -> Iterator[OrderPage]:
        """See `Store`."""
        for batch in in_parts(store_order_ids, ROWS_PER_PAGE):
            yield from self._walk_rows({"order_id": ",".join(batch)})

    def known_statuses(self) -> StatusTable:
        """The table by which orders are read."""
        raise NotImplementedError

    def _get(self, path: str, params: Params) -> Any:
        """The JSON of an answer."""
        raise NotImplementedError

    def _scoped(self, params: Params) -> Params:
        """`params`, limited to the connection's vendor or storefront where one is set."""
        return params | ({"company_id": self._scope} if self._scope else {})

    def _walk_rows(self, params: Params, after: int = 0) -> Iterator[OrderPage]:
        for rows, total, is_complete in self._pages(params, ROWS_PER_PAGE, after):
            listed = [_listed_order(row, order=None) for row in rows]
            yield OrderPage(rows=listed, expected=total, is_complete=is_complete)

    def _walk_whole_orders(self, params: Params, after: int) -> Iterator[OrderPage]:
        pages = self._pages(params, WHOLE_ORDERS_PER_PAGE, after, get_orders_data=1)
        for rows, total, is_complete in pages:
            listed = [_listed_order(row, order=self._translate_if_whole(row)) for row in rows]
            yield OrderPage(rows=listed, expected=total, is_complete=is_complete)

    def _pages(
        self, params: Params, per_page: int, after: int, **more: str | int
    ) -> Iterator[Step]:
        """Pages of the orders above number `after`, by rising number."""
        by_id = params | BY_ORDER_ID

        def first_page() -> int:
            return page_after(self._page, by_id, per_page, after) if after else 1

        for rows, total, is_complete in walk_pages(self._page, by_id | more, per_page, first_page):
            wanted = [row for row in rows if whole(row, "order_id") > after] if after else rows
            if wanted:
                yield wanted, total, is_complete

    def _page(self, params: Params) -> tuple[list[Row], int]:
        plain = {key: value for key, value in params.items() if key != "get_orders_data"}
        if not self._can_list_whole_orders:
            params = plain
        try:
            return listed_rows(self._get("orders", params))
        except StoreUnavailable:
            if params == plain:
                raise
            # Whole orders may be too much for the store's memory or time: plain rows do, and the
            # orders are then fetched one by one, for as long as this connection is open.
            rows = listed_rows(self._get("orders", plain))
            self._can_list_whole_orders = False
            return rows

    def _translate_if_whole(self, row: Row) -> StoreOrder | UnreadableOrder | None:
        return translate.order(row, self.known_statuses()) if "products" in row else None


def listed_rows(answer: object) -> tuple[list[Row], int]:
    """Rows and total of a list of orders. Raises `StoreRefused` where it is none."""
    if not isinstance(answer, dict) or not isinstance(answer.get("orders"), list | dict):
        raise StoreRefused(
            "The address answers, but not like CS-Cart's API. Check the Website URL."
        )
    found = [row for row in mapping(answer, "orders").values() if isinstance(row, dict)]
    try:
        return found, whole(mapping(answer, "params"), "total_items")
    except Unreadable as error:
        raise StoreRefused(f"The store's list of orders cannot be read. {error}") from error


def _listed_order(row: Row, order: StoreOrder | UnreadableOrder | None) -> ListedOrder:
    try:
        total = amount(row, "total")
    except Unreadable as error:
        sentence = str(error)
        order = UnreadableOrder(store_order_id=text(row, "order_id"), sentence=sentence)
        total = amount({}, "total")
    return ListedOrder(
        store_order_id=text(row, "order_id"),
        status_code=text(row, "status"),
        total=total,
        order=order,
    )
