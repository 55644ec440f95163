"""The seam between the house and any shop.

A cart adapter implements `Store`. Everything that passes here is in the house's own words: whole
words for statuses, `Decimal` for money, aware UTC for times, `None` for what the shop did not say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from settings.models import StatusReading


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """An order status of the store: its own code and name, and how the house reads it.

    `is_known` is False for a code that neither the store's list nor the built-in table names.
    """

    code: str
    name: str
    reading: StatusReading
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """A postal address. `country` is ISO 3166 alpha-2; every field may be ''."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    state: str = ""
    state_name: str = ""
    postal_code: str = ""
    country: str = ""
    country_name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCustomer:
    """Who ordered. `store_customer_id` is None for a guest."""

    store_customer_id: str | None
    first_name: str
    last_name: str
    company: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class StoreLineOption:
    """A choice the customer made on a line, for example Colour: Red."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLine:
    """One line of an order.

    `store_line_id` is unique inside its order only. `unit_price` is after the line's discount;
    `unit_discount` says how much was taken off. `shipped_quantity` is what the store has shipped.
    """

    store_line_id: str
    store_product_id: str
    sku: str
    name: str
    options: tuple[StoreLineOption, ...]
    unit_price: Decimal
    unit_discount: Decimal
    quantity: int
    shipped_quantity: int
    needs_shipping: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShippingGroup:
    """The shipping method the customer chose for one group of lines, in the store's words."""

    group_key: str
    store_shipping_id: str
    method_name: str
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTax:
    """One tax of the order. `rate` is a percentage when `is_percent`, else an amount."""

    name: str
    rate: Decimal
    is_percent: bool
    is_included_in_prices: bool
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTotals:
    """The order's money in its one currency.

    total = subtotal + gift_certificates_bought + shipping + tax + surcharge - discount
    - gift_certificates_used, where `tax` holds only taxes not included in prices.
    """

    subtotal: Decimal
    discount: Decimal
    shipping: Decimal
    tax: Decimal
    surcharge: Decimal
    gift_certificates_bought: Decimal
    gift_certificates_used: Decimal
    total: Decimal

    @property
    def sum_of_parts(self) -> Decimal:
        """What `total` should be by the parts above."""
        charges = self.subtotal + self.gift_certificates_bought + self.shipping + self.tax
        return charges + self.surcharge - self.discount - self.gift_certificates_used


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOrder:
    """An order as a store tells it.

    `updated_at` is None when the store never stamped a change. `currency` is None when the store
    does not name it (the company's currency holds then). `store_company_id` is the storefront or
    vendor the order belongs to inside the store. `shipment_ids` are the store's numbers of the
    shipments it has of the order. `document` is the raw answer, already without
    payment secrets; `warnings` are sentences about what looked odd but did not stop the reading.
    """

    store_order_id: str
    status: StoreStatus
    placed_at: datetime
    updated_at: datetime | None
    currency: str | None
    customer: StoreCustomer
    billing_address: StoreAddress | None
    shipping_address: StoreAddress | None
    lines: tuple[StoreLine, ...]
    shipping_groups: tuple[StoreShippingGroup, ...]
    taxes: tuple[StoreTax, ...]
    totals: StoreTotals
    payment_method: str
    payment_reference: str
    customer_note: str
    staff_note: str
    language: str
    store_company_id: str
    parent_order_id: str | None
    invoice_number: str
    shipment_ids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    document: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShipment:
    """A parcel that the store knows of. `quantities` are (store line id, quantity) pairs.

    An orphan has neither lines nor an order ('' as `store_order_id`): the store broke down while it
    wrote the parcel down.
    """

    store_shipment_id: str
    store_order_id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
    quantities: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """How many pieces of an order's line are in a parcel, and how the line was known here."""

    store_line_id: str
    quantity: int
    store_product_id: str = ""
    sku: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentNotice:
    """A parcel that the store is to hear of.

    `carrier` is the name the store knows, `store_shipping_id` the method of the order; either may
    be ''. `shipped_at` becomes the shipment's own time in the store, to the second. The store may
    e-mail the customer when `may_mail` is set.
    """

    store_order_id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
    lines: tuple[NoticeLine, ...]
    store_shipping_id: str = ""
    may_mail: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShippingMethod:
    """A shipping method that the store offers, or offered while `is_active` was set."""

    store_shipping_id: str
    name: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableOrder:
    """An order the store has, but whose document could not be read. `sentence` says why.

    `document` is the raw answer without payment secrets, for looking at what was wrong.
    """

    store_order_id: str
    sentence: str
    document: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """A row of a list of orders: enough to see whether the whole order must be fetched.

    `order` is filled when the store puts whole orders in its lists; None means: fetch it.
    """

    store_order_id: str
    status_code: str
    total: Decimal
    order: StoreOrder | UnreadableOrder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One page of a walk through orders. `expected` is the store's count of rows in the walk.

    `is_complete`: no row before the last one of this page can have been passed over so far.
    """

    rows: Sequence[ListedOrder]
    expected: int
    is_complete: bool = True


class Verdict(StrEnum):
    """How one item of Test Settings went. LIMITED: not there, but work goes on without it."""

    WORKS = "works"
    LIMITED = "limited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One item of Test Settings: what was tried, how it went, and what to do about it."""

    item: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAbilities:
    """What this store's release can do, as found by asking it.

    `finds_changed_orders`: lists can be limited to orders changed since a time; otherwise only to
    orders placed since a time. `lists_whole_orders`: lists can carry whole orders. Both are False
    where only the rows of a list are wanted.
    """

    finds_changed_orders: bool = False
    lists_whole_orders: bool = False


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
        """Whether a status can be set without the store rebuilding the order. Changes nothing."""

    def set_status(self, store_order_id: str, code: str, *, may_mail: bool) -> None:
        """Set an order's status and nothing else. What came of it must be looked up."""

    def diagnose(self) -> Iterator[Finding]:
        """Try everything that is needed, one item after the other. Never raises `StoreError`.

        Changes nothing in the store. Stops after an item without which the rest cannot work.
        """

    def close(self) -> None:
        """Give back network connections."""
