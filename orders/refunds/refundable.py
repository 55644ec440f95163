"""What can go back of an order: what each part of it cost, less what went back already.

An order's total is divided into three pots that always add up to it: items, shipping, and tax that
was added to prices. Tax that is included in prices is part of the items and of the shipping.
Whatever the store took off or put on the order as a whole (discounts, points, gift certificates, a
payment surcharge) is spread over the items. So a refund of everything is the total, to the cent.

Shares are taken from a running sum that is rounded half up, so that parts add up exactly, in
whatever order and portions they are given back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import add

from django.db.models import Sum

from core.money import NOTHING, places_of, share, split
from orders.models import Order, OrderLine, OrderTax, Refund, RefundLine
from orders.state.balances import Balance, order_balance, pieces_taken_off
from orders.state.credited import tax_of_lines


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
    taxes = list(order.taxes.all())
    included = sum((tax.amount for tax in taxes if tax.is_included_in_prices), NOTHING)
    charged = charges(
        [line.unit_price * (line.quantity - pieces_taken_off(line)) for line in lines],
        total=order.grand_total,
        shipping=order.shipping_total,
        tax=order.tax_total,
        included_tax=included,
        tax_of_lines=_added_tax(taxes, lines, places),
        places=places,
    )
    refunded_tax = refunds["tax"] or NOTHING
    charged = _with_taken_off(charged, lines, refunded, refunded_tax)
    return Refundable(
        lines=tuple(
            RefundableLine(
                line=line, charged=amount, tax=tax, refunded=refunded.get(line.pk, NOTHING)
            )
            for line, amount, tax in zip(lines, charged.items, charged.tax_of_items, strict=True)
        ),
        charged=charged,
        balance=order_balance(order),
        refunded_items=refunds["items"] or NOTHING,
        refunded_shipping=refunds["shipping"] or NOTHING,
        refunded_tax=refunded_tax,
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
    the tax by line where the store tells it, the rest of the tax is on shipping; where it does not
    tell, the tax is prorated. What cost nothing has no tax, as it could not go back. All amounts
    have at most `places` decimals. When a gift certificate paid for more than the items, shipping
    and then tax shrink.
    """
    total = max(total, NOTHING)
    tax = min(max(tax, NOTHING), total)
    shipping = min(max(shipping, NOTHING), total - tax)
    goods = total - tax - shipping
    if not line_totals:
        goods, shipping = NOTHING, shipping + goods
    items = split(goods, [max(one, NOTHING) for one in line_totals], places=places)
    parts = weights = [*items, shipping]
    if tax_of_lines is not None and sum(tax_of_lines) <= tax:
        told = [*tax_of_lines, tax - sum(tax_of_lines)]
        weights = [of if cost else NOTHING for of, cost in zip(told, parts, strict=True)]
    *of_items, of_shipping = split(tax, weights if any(weights) else parts, places=places)
    return Charges(
        items=tuple(items),
        shipping=shipping,
        tax=tax,
        tax_of_items=tuple(of_items),
        tax_of_shipping=of_shipping,
        included_tax=min(max(included_tax, NOTHING), goods + shipping),
    )


def _with_taken_off(
    charged: Charges, lines: Sequence[OrderLine], refunded: Mapping[int, Decimal], tax: Decimal
) -> Charges:
    """`charged` with what the store took off its order since, because it was refunded here.

    `refunded` are amounts by line, `tax` the added tax that went back: pieces that went back stay
    what they cost.
    """
    taken = [
        share(
            refunded.get(line.pk, NOTHING),
            Decimal(pieces_taken_off(line)),
            Decimal(line.refunded_quantity),
        )
        for line in lines
    ]
    if not any(taken):
        return charged
    of_tax = split(share(tax, sum(taken, NOTHING), sum(refunded.values(), NOTHING)), taken)
    return replace(
        charged,
        items=tuple(map(add, charged.items, taken)),
        tax=charged.tax + sum(of_tax, NOTHING),
        tax_of_items=tuple(map(add, charged.tax_of_items, of_tax)),
    )


def _added_tax(
    taxes: Sequence[OrderTax], lines: Sequence[OrderLine], places: int
) -> list[Decimal] | None:
    """What was added to the price of each line, with its share of the tax on a surcharge.

    None where the store does not tell of every tax on what it was charged.
    """
    added = [tax for tax in taxes if not tax.is_included_in_prices]
    told = [tax_of_lines(tax, lines) for tax in added]
    if not lines or not added or not all(told):
        return None
    on_surcharge = sum((tax.of_surcharge or NOTHING for tax in added), NOTHING)
    spread = split(on_surcharge, [line.line_total for line in lines], places=places)
    by_line = zip(*told, spread, strict=True)
    return [sum((amount or NOTHING for amount in amounts), NOTHING) for amounts in by_line]


def _places(order: Order, lines: Sequence[OrderLine]) -> int:
    """The decimals of the order's amounts: those of its currency, unless the store used more."""
    places = places_of(order.currency)
    amounts = [order.grand_total, order.shipping_total, order.tax_total]
    amounts += [line.line_total for line in lines]
    if places == 0 and any(amount % 1 for amount in amounts):
        return 2
    return places
