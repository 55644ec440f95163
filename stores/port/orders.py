"""What a store tells of an order, in the house's own words."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

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
class StoreTaxParts:
    """What a tax was charged on: its amount by `store_line_id`, of shipping, of a surcharge.

    A line that is not named here was not taxed.
    """

    lines: tuple[tuple[str, Decimal], ...]
    shipping: Decimal = Decimal("0.00")
    surcharge: Decimal = Decimal("0.00")

    @property
    def total(self) -> Decimal:
        """The tax on all of it."""
        return sum((amount for _, amount in self.lines), self.shipping + self.surcharge)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTax:
    """One tax of the order. `rate` is a percentage when `is_percent`, else an amount.

    `parts` says on what it was charged; None where the store does not tell.
    """

    name: str
    rate: Decimal
    is_percent: bool
    is_included_in_prices: bool
    amount: Decimal
    # Follows from the lines and the amount: it makes no change of its own.
    parts: StoreTaxParts | None = field(default=None, repr=False)


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

    Where the store has no usable order date, `is_placed_at_known` is not set and `placed_at` is the
    best there is. `updated_at` is None when the store never stamped a change. `currency` is None
    when the store does not name it (the company's currency holds then). `store_company_id` is the
    storefront or vendor the order belongs to inside the store. `shipment_ids` are the store's
    numbers of the shipments it has of the order. `vat_number` is the customer's. `document` is the
    raw answer, already without payment secrets; `warnings` are sentences about what looked odd but
    did not stop the reading.
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
    is_placed_at_known: bool = True
    vat_number: str = ""
    warnings: tuple[str, ...] = ()
    document: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableOrder:
    """An order the store has, but whose document could not be read. `sentence` says why.

    `document` is the raw answer without payment secrets, for looking at what was wrong.
    """

    store_order_id: str
    sentence: str
    document: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
