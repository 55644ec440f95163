"""Reading a CS-Cart store's orders: lists, single orders, kept documents."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from core.parts import in_parts
from cscart_connector.cscart import translate, wire
from cscart_connector.cscart.session import StoreSession
from cscart_connector.cscart.walk import ListPage, Params, Step, list_page, walk_pages
from cscart_connector.cscart.wire import Row, Unreadable, amount, number, text
from stores.errors import (
    StoreBrokeDown,
    StoreError,
    StoreForbidden,
    StoreLoginRejected,
    StoreMoved,
    StoreRecordMissing,
    StoreRefused,
    StoreUnavailable,
)
from stores.port import ListedOrder, OrderPage, StoreAbilities, StoreOrder, UnreadableOrder

# A whole order costs the store tens of queries, a row of a plain list hardly anything.
WHOLE_ORDERS_PER_PAGE = 25
ROWS_PER_PAGE = 100

# The store's own order shifts whenever a new order comes.
BY_ORDER_ID: Params = {"sort_by": "order_id", "sort_order": "asc"}

# No order can have changed after this moment (1 January 2100): a store that lists any does not
# know the filter.
FAR_FUTURE = 4_102_444_800

AnyOrder = StoreOrder | UnreadableOrder

# Refusals that no single order can cause.
STORE_WIDE = (StoreForbidden, StoreLoginRejected, StoreMoved)


class CsCartOrders:
    """The orders of an open store; methods as in `stores.port.Store`."""

    def __init__(self, session: StoreSession) -> None:
        self._session = session

    def abilities(self) -> StoreAbilities:
        """Probe for the filter by time of change; releases that have it list whole orders too."""
        params: Params = {"updated_at_from": FAR_FUTURE, "items_per_page": 1}
        answer = self._session.get("orders", self._session.scoped(params))
        knows_filter = listed_orders(answer).total == 0
        if knows_filter:
            # An empty store answers the same without the filter; then nothing can be missed.
            _check_it_is_an_orders_list(answer)
        return StoreAbilities(finds_changed_orders=knows_filter, lists_whole_orders=knows_filter)

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
        yield from self._walk(self._session.scoped(times), abilities, after)

    def orders_changed_since(
        self, since: datetime, abilities: StoreAbilities
    ) -> Iterator[OrderPage]:
        """See `Store`."""
        times: Params = {"updated_at_from": int(since.timestamp())}
        yield from self._walk(self._session.scoped(times), abilities)

    def orders_by_id(self, store_order_ids: Sequence[str]) -> Iterator[OrderPage]:
        """See `Store`."""
        for batch in in_parts(store_order_ids, ROWS_PER_PAGE):
            yield from self._walk_rows({"order_id": ",".join(batch)})

    def fetch_orders(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        """See `Store`. As many at a time as the connection allows."""
        found = self._session.in_parallel(self._fetch, store_order_ids)
        for store_order_id, order in zip(store_order_ids, found, strict=True):
            if isinstance(order, StoreError):
                self._raise_if_of_the_store(order)
                yield _broken(store_order_id, order)
            elif order is not None:
                yield order

    def look_at(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        """See `Store`. Pages of whole orders; what they leave out is asked for one by one."""
        parts = list(in_parts(store_order_ids, WHOLE_ORDERS_PER_PAGE))
        pages = self._session.in_parallel(self._whole_rows, parts)
        listed = [row for rows in pages for row in rows]
        seen = {text(row, "order_id") for row in listed}
        yield from map(self.read, listed)
        yield from self.fetch_orders([one for one in store_order_ids if one not in seen])

    def read(self, document: dict[str, Any]) -> AnyOrder:
        """See `Store`."""
        session = self._session
        return translate.order(
            document, session.statuses, vat_number_field=session.vat_number_field
        )

    def _walk(
        self, params: Params, abilities: StoreAbilities, after: int = 0
    ) -> Iterator[OrderPage]:
        if abilities.lists_whole_orders:
            yield from self._walk_whole_orders(params, after)
        else:
            yield from self._walk_rows(params, after)

    def _walk_rows(self, params: Params, after: int = 0) -> Iterator[OrderPage]:
        for rows, total, is_complete in self._pages(params, ROWS_PER_PAGE, after):
            listed = [_listed_order(row, order=None) for row in rows]
            yield OrderPage(rows=listed, expected=total, is_complete=is_complete)

    def _walk_whole_orders(self, params: Params, after: int) -> Iterator[OrderPage]:
        pages = self._pages(params, WHOLE_ORDERS_PER_PAGE, after, get_orders_data=1)
        for rows, total, is_complete in pages:
            listed = [_listed_order(row, order=self._read_if_whole(row)) for row in rows]
            yield OrderPage(rows=listed, expected=total, is_complete=is_complete)

    def _pages(
        self, params: Params, per_page: int, after: int, **more: str | int
    ) -> Iterator[Step]:
        """Pages of the orders above number `after`, by rising number."""
        in_order = params | BY_ORDER_ID | more
        for rows, total, is_complete in walk_pages(self._page, in_order, per_page, after=after):
            wanted = [row for row in rows if number(row, "order_id") > after] if after else rows
            if wanted:
                yield wanted, total, is_complete

    def _page(self, params: Params) -> ListPage:
        session = self._session
        plain = {key: value for key, value in params.items() if key != "get_orders_data"}
        if not session.can_list_whole_orders:
            params = plain
        try:
            return listed_orders(session.get("orders", params))
        except StoreUnavailable:
            if params == plain:
                raise
            # Whole orders may be too much for the store's memory or time: plain rows do, and the
            # orders are then fetched one by one, for as long as this connection is open.
            page = listed_orders(session.get("orders", plain))
            session.can_list_whole_orders = False
            return page

    def _read_if_whole(self, row: Row) -> AnyOrder | None:
        return self.read(row) if "products" in row else None

    def _fetch(self, store_order_id: str) -> AnyOrder | StoreError | None:
        """The order; None where there is none; an error that it may have caused itself."""
        try:
            document, _ = self._session.client.get(f"orders/{store_order_id}")
        except StoreRecordMissing:
            return None
        except STORE_WIDE:
            raise
        except (StoreBrokeDown, StoreRefused) as error:
            return error
        if not isinstance(document, dict):
            sentence = "The store answered with something that is not an order."
            return UnreadableOrder(store_order_id=store_order_id, sentence=sentence)
        return self.read(document)

    def _raise_if_of_the_store(self, error: StoreError) -> None:
        """Raise `error` unless the store answers another question: then one order caused it."""
        try:
            listed_orders(self._session.get("orders", {"items_per_page": 1}))
        except StoreError:
            raise error from None

    def _whole_rows(self, store_order_ids: Sequence[str]) -> list[Row]:
        """Rows with whole orders, as many as the store gives in a list; none where it gives none.

        No order is looked for by page: the ids are few.
        """
        session = self._session
        if not session.can_list_whole_orders or len(store_order_ids) == 1:
            return []  # one order alone costs the same by its own address
        params: Params = {
            "order_id": ",".join(store_order_ids),
            "get_orders_data": 1,
            "page": 1,
            "items_per_page": len(store_order_ids),
        }
        try:
            answer, _ = session.client.get("orders", params)
        except StoreUnavailable:
            # Perhaps too much at once for the store: one by one it may do, or fail for good.
            session.can_list_whole_orders = False
            return []
        found = wire.rows(answer, "orders") if isinstance(answer, dict) else []
        whole_ones = [row for row in found if "products" in row]
        if found and not whole_ones:
            session.can_list_whole_orders = False
        return [row for row in whole_ones if text(row, "order_id") in store_order_ids]


def listed_orders(answer: object) -> ListPage:
    """A page of a list of orders. Raises `StoreRefused` where it is none."""
    if not isinstance(answer, dict) or not isinstance(answer.get("orders"), list | dict):
        raise StoreRefused(
            "The address answers, but not like CS-Cart's API. Check the Website URL."
        )
    return list_page(answer, "orders")


def _broken(store_order_id: str, error: StoreError) -> UnreadableOrder:
    return UnreadableOrder(
        store_order_id=store_order_id,
        sentence=(
            f"The store answers, but not for order {store_order_id}. {error.sentence} Open the "
            "order in the store's back office and save it there; if that fails as well, its host "
            "finds the cause in the error log of PHP."
        ),
    )


def _check_it_is_an_orders_list(answer: object) -> None:
    if not isinstance(answer, dict) or "params" not in answer:
        raise StoreRefused(
            "The address answers, but not like CS-Cart's API. Check the Website URL."
        )


def _listed_order(row: Row, order: AnyOrder | None) -> ListedOrder:
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
