"""How an order stands: what was charged and paid, what went back already, what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from core.money import places_of
from orders.models import Order, OrderLine, Refund, RefundLine
from orders.refunds.calculation.arithmetic import NOTHING, Charges, charges
from orders.state.balances import Balance, balance_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStanding:
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
class Standing:
    """An order before a refund. `refunded_items` is over all lines, `balance` of its payments."""

    lines: tuple[LineStanding, ...]
    charged: Charges
    balance: Balance
    refunded_items: Decimal
    refunded_shipping: Decimal
    refunded_tax: Decimal
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


def standing_of(order: Order) -> Standing:
    """How `order` stands now. Whoever goes on to refund holds its lock."""
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
    return Standing(
        lines=tuple(
            LineStanding(
                line=line, charged=amount, tax=tax, refunded=refunded.get(line.pk, NOTHING)
            )
            for line, amount, tax in zip(lines, charged.items, charged.tax_of_items, strict=True)
        ),
        charged=charged,
        balance=balance_of(order.grand_total, order.payments.all()),
        refunded_items=refunds["items"] or NOTHING,
        refunded_shipping=refunds["shipping"] or NOTHING,
        refunded_tax=refunds["tax"] or NOTHING,
        places=places,
    )


def _places(order: Order, lines: Sequence[OrderLine]) -> int:
    """The decimals of the order's amounts: those of its currency, unless the store used more."""
    places = places_of(order.currency)
    amounts = [order.grand_total, order.shipping_total, order.tax_total]
    amounts += [line.line_total for line in lines]
    if places == 0 and any(amount % 1 for amount in amounts):
        return 2
    return places
