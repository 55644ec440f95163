"""A store in memory. It must pass the same contract test as the real adapter."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from settings.models import StatusReading
from stores.errors import StoreError
from stores.port import (
    Finding,
    ListedOrder,
    OrderPage,
    StoreAbilities,
    StoreOrder,
    StoreShipment,
    StoreShippingMethod,
    StoreStatus,
    UnreadableOrder,
)

AnyOrder = StoreOrder | UnreadableOrder


class FakeStore:
    """A store whose orders are set by the test.

    `fails_with` is raised by the next call; `fails_after_pages` raises it in the middle of a walk.
    """

    def __init__(self, *orders: AnyOrder, page_size: int = 2) -> None:
        self.orders: dict[str, AnyOrder] = {order.store_order_id: order for order in orders}
        self.page_size = page_size
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)
        self.finds_changed_orders = True
        self.lists_whole_orders = True
        self.fails_with: StoreError | None = None
        self.fails_after_pages: int | None = None
        self.listed_statuses: list[StoreStatus] = []
        self.findings: list[Finding] = []
        self.fetched: list[str] = []
        self.times_probed = 0
        self.shipments: list[StoreShipment] = []
        self.asked_shipments_of: list[str] = []
        self.asked_since: list[datetime | None] = []
        self.asked_after: list[int] = []
        self.listed_methods: list[StoreShippingMethod] = []
        self.is_closed = False

    def put(self, *orders: AnyOrder) -> None:
        """Add or replace orders."""
        self.orders |= {order.store_order_id: order for order in orders}

    def abilities(self) -> StoreAbilities:
        self._fail_if_told(0)
        self.times_probed += 1
        return StoreAbilities(
            finds_changed_orders=self.finds_changed_orders,
            lists_whole_orders=self.lists_whole_orders,
        )

    def clock(self) -> datetime:
        return self.now

    def all_orders(
        self,
        abilities: StoreAbilities,
        *,
        placed_since: datetime | None = None,
        placed_until: datetime | None = None,
        after: int = 0,
    ) -> Iterator[OrderPage]:
        self.asked_since.append(placed_since)
        self.asked_after.append(after)
        yield from self._walk(
            lambda order: order.placed_at, placed_since, abilities, placed_until, after
        )

    def orders_changed_since(
        self, since: datetime, abilities: StoreAbilities
    ) -> Iterator[OrderPage]:
        assert abilities.finds_changed_orders
        self.asked_since.append(since)
        yield from self._walk(lambda order: order.updated_at, since, abilities)

    def orders_by_id(self, store_order_ids: Sequence[str]) -> Iterator[OrderPage]:
        known = [self.orders[key] for key in store_order_ids if key in self.orders]
        yield from self._pages(known, whole=False)

    def fetch_orders(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        for store_order_id in store_order_ids:
            if store_order_id in self.orders:
                self.fetched.append(store_order_id)
                yield self.orders[store_order_id]

    def read(self, document: dict[str, Any]) -> AnyOrder:
        return self.orders[document["order_id"]]

    def shipments_after(self, last_shipment_id: int) -> Iterator[Sequence[StoreShipment]]:
        new = [one for one in self.shipments if int(one.store_shipment_id) > last_shipment_id]
        yield sorted(new, key=lambda one: -int(one.store_shipment_id))

    def shipments_of(self, store_order_ids: Sequence[str]) -> Iterator[StoreShipment]:
        self.asked_shipments_of += store_order_ids
        yield from (one for one in self.shipments if one.store_order_id in store_order_ids)

    def statuses(self) -> Sequence[StoreStatus]:
        return self.listed_statuses

    def shipping_methods(self) -> Sequence[StoreShippingMethod]:
        self._fail_if_told(0)
        return self.listed_methods

    def diagnose(self) -> Iterator[Finding]:
        yield from self.findings

    def close(self) -> None:
        self.is_closed = True

    def _walk(
        self,
        stamp: Callable[[StoreOrder], datetime | None],
        since: datetime | None,
        abilities: StoreAbilities,
        until: datetime | None = None,
        after: int = 0,
    ) -> Iterator[OrderPage]:
        long_ago = datetime.min.replace(tzinfo=UTC)
        chosen = [
            order
            for order in self.orders.values()
            if isinstance(order, UnreadableOrder)
            or (
                order.status.reading != StatusReading.INCOMPLETE
                and (since is None or (stamp(order) or long_ago) >= since)
                and (until is None or (stamp(order) or long_ago) <= until)
            )
        ]
        chosen = [order for order in chosen if int(order.store_order_id) > after]
        chosen.sort(key=lambda order: int(order.store_order_id))
        yield from self._pages(chosen, whole=abilities.lists_whole_orders)

    def _pages(self, orders: Sequence[AnyOrder], *, whole: bool) -> Iterator[OrderPage]:
        for number, start in enumerate(range(0, len(orders), self.page_size)):
            self._fail_if_told(number)
            rows = [_row(order, whole) for order in orders[start : start + self.page_size]]
            yield OrderPage(rows=rows, expected=len(orders))

    def _fail_if_told(self, pages_done: int) -> None:
        if self.fails_with is not None and pages_done >= (self.fails_after_pages or 0):
            raise self.fails_with


def _row(order: AnyOrder, whole: bool) -> ListedOrder:
    if isinstance(order, UnreadableOrder):
        return ListedOrder(
            store_order_id=order.store_order_id,
            status_code="?",
            total=Decimal(0),
            order=order if whole else None,
        )
    return ListedOrder(
        store_order_id=order.store_order_id,
        status_code=order.status.code,
        total=order.totals.total,
        order=order if whole else None,
    )
