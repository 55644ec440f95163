"""The protocol that a cart adapter implements."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from stores.port.answers import Finding, OrderPage, StoreAbilities
from stores.port.orders import StoreOrder, StoreStatus, UnreadableOrder
from stores.port.parcels import ShipmentNotice, StoreShipment, StoreShippingMethod


class Store(Protocol):
    """A shop. Every method may raise `StoreUnavailable` or `StoreRefused` (see `stores.errors`)."""

    def abilities(self) -> StoreAbilities:
        """Ask the store what it can do. Costs one request."""

    def clock(self) -> datetime:
        """The store's own time when it first answered; ours if it has not answered yet."""

    def all_orders(
        self,
        abilities: StoreAbilities,
        *,
        placed_since: datetime | None = None,
        placed_until: datetime | None = None,
        after: int = 0,
    ) -> Iterator[OrderPage]:
        """Walk, by rising number, all orders, or those placed between two times (aware UTC).

        `after` leaves out those with this number and smaller ones.

        No order that stands in the set during the whole walk is left out, whatever else comes and
        goes meanwhile; one may be listed twice.
        """

    def orders_changed_since(
        self, since: datetime, abilities: StoreAbilities
    ) -> Iterator[OrderPage]:
        """Walk likewise the orders changed at or after `since`, where the store can find them."""

    def orders_by_id(self, store_order_ids: Sequence[str]) -> Iterator[OrderPage]:
        """List the named orders, as rows without whole orders. Unknown ids are left out."""

    def fetch_orders(
        self, store_order_ids: Sequence[str]
    ) -> Iterator[StoreOrder | UnreadableOrder]:
        """Fetch whole orders, several at a time, in any order. Unknown ids are left out."""

    def read(self, document: dict[str, Any]) -> StoreOrder | UnreadableOrder:
        """Read a raw document of an order again, as it was kept."""

    def shipments_after(self, last_shipment_id: int) -> Iterator[Sequence[StoreShipment]]:
        """Batches of shipments with a greater number, newest first; none where it may not look."""

    def shipments_of(self, store_order_ids: Sequence[str]) -> Iterator[StoreShipment]:
        """Every shipment of the named orders, several requests at a time."""

    def statuses(self) -> Sequence[StoreStatus]:
        """The store's order statuses as the plugin reads them, or its built-in ones."""

    def shipping_methods(self) -> Sequence[StoreShippingMethod]:
        """The store's shipping methods."""

    def look_at(self, store_order_ids: Sequence[str]) -> Iterator[StoreOrder | UnreadableOrder]:
        """The named orders as they stand now, many with one request where the release can.

        Unknown ids are left out; orders that lists hide are not.
        """

    def send_shipment(self, notice: ShipmentNotice) -> str:
        """Make a shipment; gives the store's number of it.

        Nothing is looked up and nothing tried again: the store makes a second shipment of a second
        call. Raises `StoreUnavailable` with `may_have_happened` after an unclear end.
        """

    def orphans_at(self, shipped_at: datetime) -> Iterator[StoreShipment]:
        """Shipments without lines whose own time is exactly `shipped_at`."""

    def remove_orphan(self, store_shipment_id: str) -> None:
        """Delete a shipment that has no lines. Refuses one that has."""

    def shipment(self, store_shipment_id: str) -> StoreShipment | None:
        """One shipment, an orphan too; None when the store has none of this number."""

    def correct_shipment(self, store_shipment_id: str, tracking_number: str) -> None:
        """Give a shipment another tracking number. An unknown number passes for a success."""

    def can_set_statuses(self) -> bool:
        """Whether a status can be set without the store rebuilding the order. Changes nothing.

        Raises `StoreForbidden` where the store forbids to ask: that may pass.
        """

    def set_status(self, store_order_id: str, code: str, *, may_mail: bool) -> None:
        """Set an order's status and nothing else. What came of it must be looked up."""

    def diagnose(self) -> Iterator[Finding]:
        """Try everything that is needed, one item after the other. Never raises `StoreError`.

        Changes nothing in the store. Stops after an item without which the rest cannot work.
        """

    def close(self) -> None:
        """Give back network connections."""
