"""A store in memory. It must pass the same contract test as the real adapter."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from settings.models import StatusReading
from stores.errors import StoreError, StoreRefused, StoreUnavailable
from stores.port import (
    Finding,
    ListedOrder,
    OrderPage,
    ShipmentNotice,
    StoreAbilities,
    StoreOrder,
    StoreShipment,
    StoreShippingMethod,
    StoreStatus,
    UnreadableOrder,
)

AnyOrder = StoreOrder | UnreadableOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteEnd:
    """How a write ends: with an error or well, and done or not."""

    error: StoreError | None = None
    is_done: bool = True


class FakeStore:
    """A store whose orders are set by the test.

    `fails_with` is raised by the next call; `fails_after_pages` raises it in the middle of a walk.
    `write_ends` are how the next writes end; without any they end well. `writes` are all that were
    begun, `mails` what customers were sent.
    """

    def __init__(self, *orders: AnyOrder, page_size: int = 2) -> None:
        self.orders: dict[str, AnyOrder] = {order.store_order_id: order for order in orders}
        self.page_size = page_size
        self.now = datetime.now(UTC)
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
        self.mails: list[str] = []
        self.writes: list[str] = []
        self.write_ends: list[WriteEnd] = []
        self.may_set_statuses = True

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

    def look_at(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        self._fail_if_told(0)
        yield from (self.orders[key] for key in store_order_ids if key in self.orders)

    def send_shipment(self, notice: ShipmentNotice) -> str:
        end = self._begin_write(f"shipment of {notice.store_order_id}")
        number = str(len(self.shipments) + 1)
        if end.is_done:
            self._ship(number, notice)
        if end.error is not None:
            raise end.error
        return number

    def orphans_at(self, shipped_at: datetime) -> Iterator[StoreShipment]:
        yield from (
            one
            for one in self.shipments
            if not one.store_order_id and one.shipped_at == shipped_at.replace(microsecond=0)
        )

    def remove_orphan(self, store_shipment_id: str) -> None:
        found = self.shipment(store_shipment_id)
        if found is not None and found.store_order_id:
            raise StoreRefused(f"Shipment {store_shipment_id} has items, so it was not deleted.")
        self.shipments = [one for one in self.shipments if one is not found]

    def shipment(self, store_shipment_id: str) -> StoreShipment | None:
        found = [one for one in self.shipments if one.store_shipment_id == store_shipment_id]
        return found[0] if found else None

    def correct_shipment(self, store_shipment_id: str, tracking_number: str) -> None:
        end = self._begin_write(f"correction of {store_shipment_id}")
        if end.is_done:
            self.shipments = [
                replace(one, tracking_number=tracking_number)
                if one.store_shipment_id == store_shipment_id
                else one
                for one in self.shipments
            ]
        if end.error is not None:
            raise end.error

    def can_set_statuses(self) -> bool:
        return self.may_set_statuses

    def set_status(self, store_order_id: str, code: str, *, may_mail: bool) -> None:
        end = self._begin_write(f"status of {store_order_id}")
        order = self.orders[store_order_id]
        known = {status.code: status for status in self.listed_statuses}
        if end.is_done and isinstance(order, StoreOrder) and order.status.code != code:
            self.put(replace(order, status=known[code]))
            if may_mail:
                self.mails.append(f"status {code} of {store_order_id}")
        if end.error is not None:
            raise end.error

    def _begin_write(self, what: str) -> "WriteEnd":
        self.writes.append(what)
        return self.write_ends.pop(0) if self.write_ends else WriteEnd()

    def _ship(self, number: str, notice: ShipmentNotice) -> None:
        order = self.orders[notice.store_order_id]
        assert isinstance(order, StoreOrder)
        wanted = {line.store_line_id: line.quantity for line in notice.lines}
        if wanted.keys() - {line.store_line_id for line in order.lines}:
            self._add(number, notice, order_id="", quantities={})
            raise StoreUnavailable("The store's server broke down.", may_have_happened=True)
        booked = {
            line.store_line_id: min(
                wanted.get(line.store_line_id, 0), line.quantity - line.shipped_quantity
            )
            for line in order.lines
        }
        booked = {key: quantity for key, quantity in booked.items() if quantity > 0}
        if not booked:
            raise StoreRefused("The store did not accept the request.")
        lines = tuple(
            replace(
                line, shipped_quantity=line.shipped_quantity + booked.get(line.store_line_id, 0)
            )
            for line in order.lines
        )
        self._add(number, notice, order_id=order.store_order_id, quantities=booked)
        self.put(replace(order, lines=lines, shipment_ids=(*order.shipment_ids, number)))
        if notice.may_mail:
            self.mails.append(f"shipment of {notice.store_order_id}")

    def _add(
        self, number: str, notice: ShipmentNotice, *, order_id: str, quantities: dict[str, int]
    ) -> None:
        self.shipments.append(
            StoreShipment(
                store_shipment_id=number,
                store_order_id=order_id,
                carrier=notice.carrier,
                tracking_number=notice.tracking_number,
                shipped_at=notice.shipped_at,
                quantities=tuple(quantities.items()),
                comments=notice.reference,
            )
        )

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
