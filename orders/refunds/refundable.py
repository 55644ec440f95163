"""What can go back of an order: what each part of it cost, less what went back already.

An order's total is divided into three pots that always add up to it: items, shipping, and tax that
was added to prices. Tax that is included in prices is part of the items and of the shipping.
Whatever the store took off or put on the order as a whole (discounts, points, gift certificates, a
payment surcharge) is spread over the items. So a refund of everything is the total, to the cent.

Shares are taken from a running sum that is rounded half up, so that parts add up exactly, in
whatever order and portions they are given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from core.money import NOTHING, places_of, share, split
from orders.models import Order, OrderLine, Refund, RefundLine
from orders.state.balances import Balance, balance_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What was charged. `items` and `tax_of_items` go by line; tax parts add up to `tax`.

    `included_tax` is contained in `items` and `shipping`.
    """

    items: tuple[Decimal, ...]
    shipping: Decimal
    tax: Decimal
    tax_of_items: tuple[Decimal, ...]
    tax_of_shipping: Decimal
    included_tax: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """Everything that was charged."""
        return sum(self.items, self.shipping + self.tax)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundableLine:
    """One line: its pieces and amounts, charged and refunded. `tax` is its part of added tax."""

    line: OrderLine
    charged: Decimal
    tax: Decimal
    refunded: Decimal

    @property
    def pieces_left(self) -> int:
        """How many pieces can still be refunded."""
        return max(0, self.line.quantity - self.line.refunded_quantity)

    @property
    def left(self) -> Decimal:
        """How much of the line's amount can still be refunded."""
        return max(NOTHING, self.charged - self.refunded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refundable:
    """An order before a refund. `refunded_items` is over all lines, `balance` of its payments.

    `places` are the decimals of its amounts.
    """

    lines: tuple[RefundableLine, ...]
    charged: Charges
    balance: Balance
    refunded_items: Decimal
    refunded_shipping: Decimal
    refunded_tax: Decimal
    currency: str
    places: int

    @property
    def refunded(self) -> Decimal:
        """Everything that went back so far."""
        return self.refunded_items + self.refunded_shipping + self.refunded_tax

    @property
    def paid(self) -> Decimal:
        """What came in for this order and was not paid back by others than our refunds.

        That is in the store, or by hand under Payment. Never more than was charged.
        """
        elsewhere = max(NOTHING, self.balance.refunded - self.refunded)
        return max(NOTHING, min(self.balance.received, self.charged.total) - elsewhere)

    @property
    def left(self) -> Decimal:
        """What of the payment can still go back."""
        return max(NOTHING, self.paid - self.refunded)

    @property
    def shipping_left(self) -> Decimal:
        """What of the shipping can still go back."""
        return max(NOTHING, self.charged.shipping - self.refunded_shipping)

    @property
    def tax_left(self) -> Decimal:
        """What of the added tax can still go back."""
        return max(NOTHING, self.charged.tax - self.refunded_tax)

    @property
    def pieces_left(self) -> int:
        """How many pieces can still be refunded, over all lines."""
        return sum(line.pieces_left for line in self.lines)


def refundable_of(order: Order) -> Refundable:
    """What can go back of `order` now. Whoever goes on to refund holds its lock."""
    lines = list(order.lines.all())
    places = _places(order, lines)
    refunds = Refund.objects.filter(order=order).aggregate(
        items=Sum("items_amount"), shipping=Sum("shipping_amount"), tax=Sum("tax_amount")
    )
    by_line = RefundLine.objects.filter(refund__order=order).values_list("line")
    refunded = dict(by_line.annotate(sum=Sum("amount")))
    included = order.taxes.filter(is_included_in_prices=True).aggregate(sum=Sum("amount"))["sum"]
    charged = charges(
        [line.line_total for line in lines],
        total=order.grand_total,
        shipping=order.shipping_total,
        tax=order.tax_total,
        included_tax=included or NOTHING,
        places=places,
    )
    return Refundable(
        lines=tuple(
            RefundableLine(
                line=line, charged=amount, tax=tax, refunded=refunded.get(line.pk, NOTHING)
            )
            for line, amount, tax in zip(lines, charged.items, charged.tax_of_items, strict=True)
        ),
        charged=charged,
        balance=balance_of(order.grand_total, order.payments.all()),
        refunded_items=refunds["items"] or NOTHING,
        refunded_shipping=refunds["shipping"] or NOTHING,
        refunded_tax=refunds["tax"] or NOTHING,
        currency=order.currency,
        places=places,
    )


def charges(
    line_totals: Sequence[Decimal],
    *,
    total: Decimal,
    shipping: Decimal,
    tax: Decimal,
    included_tax: Decimal = NOTHING,
    tax_of_lines: Sequence[Decimal] | None = None,
    places: int = 2,
) -> Charges:
    """Divide an order's `total` over its lines, shipping and tax. Pure.

    `line_totals` are prices times quantities; `tax` is what was added to prices. `tax_of_lines` is
    the tax by line where the store tells it; usually it does not, and the tax is prorated. All
    amounts have at most `places` decimals. When a gift certificate paid for more than the items,
    shipping and then tax shrink.
    """
    total = max(total, NOTHING)
    tax = min(max(tax, NOTHING), total)
    shipping = min(max(shipping, NOTHING), total - tax)
    goods = total - tax - shipping
    if not line_totals:
        goods, shipping = NOTHING, shipping + goods
    items = split(goods, [max(one, NOTHING) for one in line_totals], places=places)
    if tax_of_lines is not None and sum(tax_of_lines) <= tax:
        of_items, of_shipping = list(tax_of_lines), tax - sum(tax_of_lines)
    else:
        *of_items, of_shipping = split(tax, [*items, shipping], places=places)
    return Charges(
        items=tuple(items),
        shipping=shipping,
        tax=tax,
        tax_of_items=tuple(of_items),
        tax_of_shipping=of_shipping,
        included_tax=min(max(included_tax, NOTHING), goods + shipping),
    )


def of_pieces(
    charged: Decimal, quantity: int, before: int, pieces: int, *, places: int = 2
) -> Decimal:
    """What `pieces` of a line of `quantity` cost, when `before` pieces went back earlier."""
    whole = Decimal(quantity)
    until_now = share(charged, Decimal(before), whole, places=places)
    return share(charged, Decimal(before + pieces), whole, places=places) - until_now


def of_amount(
    pot: Decimal, charged: Decimal, before: Decimal, now: Decimal, *, places: int = 2
) -> Decimal:
    """The part of `pot` that goes with `now` of `charged`, when `before` went back earlier.

    For the tax of an item, and for the shipping of all items.
    """
    until_now = share(pot, min(before, charged), charged, places=places)
    return share(pot, min(before + now, charged), charged, places=places) - until_now


def _places(order: Order, lines: Sequence[OrderLine]) -> int:
    """The decimals of the order's amounts: those of its currency, unless the store used more."""
    places = places_of(order.currency)
    amounts = [order.grand_total, order.shipping_total, order.tax_total]
    amounts += [line.line_total for line in lines]
    if places == 0 and any(amount % 1 for amount in amounts):
        return 2
    return places
