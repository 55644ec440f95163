"""Profit & Loss of an order: rows that add up, and their sum. Pure.

The main figure is by accrual: what the order is worth less what it costs. Beside it stands the
figure by payments: what came in and stayed. Tax is owed to somebody else and never ours.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.money import places_of, to_cents
from orders.models import (
    Order,
    OrderCost,
    OrderCostKind,
    OrderLine,
    OrderStatus,
    OrderTax,
    Package,
    Payment,
    Refund,
    RefundLine,
    ShippingStatus,
)
from orders.state.balances import NOTHING, balance_of
from orders.state.credited import PaidBack, Sale, SoldTax, sold_tax, taken_back
from orders.state.quantities import cancelled, gone


class Part(StrEnum):
    """Which part of the statement a row belongs to."""

    REVENUE = "Revenue"
    TAX = "Tax"
    COST = "Costs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitRow:
    """One row. `amount` raises the profit when positive. `key` names what can be edited there."""

    label: str
    amount: Decimal
    part: Part
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitFacts:
    """What the statement is made of; everything belongs to `order`."""

    order: Order
    lines: Sequence[OrderLine]
    taxes: Sequence[OrderTax]
    payments: Sequence[Payment]
    refunds: Sequence[Refund]
    refund_lines: Sequence[RefundLine] = ()
    packages: Sequence[Package]
    costs: Sequence[OrderCost]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitAndLoss:
    """The statement. `missing` are sentences about costs that nobody has entered.

    `is_estimated` until everything has been shipped, or nothing will be any more.
    """

    rows: tuple[ProfitRow, ...]
    missing: tuple[str, ...]
    received: Decimal
    refunded: Decimal
    is_estimated: bool

    def total(self, *parts: Part) -> Decimal:
        """The sum of the rows in `parts`; of all rows when none is named."""
        return sum((row.amount for row in self.rows if not parts or row.part in parts), NOTHING)

    @property
    def profit(self) -> Decimal:
        """What is left by accrual; a loss is negative."""
        return self.total()

    @property
    def margin(self) -> Decimal | None:
        """Profit as a percentage of revenue without tax, to one place; None without revenue."""
        revenue = self.total(Part.REVENUE, Part.TAX)
        return round(self.profit * 100 / revenue, 1) if revenue > 0 else None

    @property
    def profit_by_payments(self) -> Decimal:
        """What is left of the money that came in and stayed."""
        return self.received - self.refunded + self.total(Part.TAX, Part.COST)


def profit_and_loss(facts: ProfitFacts) -> ProfitAndLoss:
    """The statement of an order."""
    balance = balance_of(facts.order.grand_total, facts.payments)
    kept = balance.received - balance.refunded
    revenue = [*_charged(facts.order), *_given_back(facts.refunds)]
    if is_called_off(facts.order):
        difference = kept - sum((row.amount for row in revenue), NOTHING)
        revenue.append(ProfitRow(label="Called off", amount=difference, part=Part.REVENUE))
    rows = [
        *revenue,
        *_tax(facts, kept),
        *_item_costs(facts),
        *_shipping(facts),
        *_fees(facts.costs),
    ]
    return ProfitAndLoss(
        rows=tuple(row for row in rows if row.amount or row.key),
        missing=tuple(_missing(facts)),
        received=balance.received,
        refunded=balance.refunded,
        is_estimated=not is_final(facts.order),
    )


def is_called_off(order: Order) -> bool:
    """Whether the order is cancelled or void and nothing of it has left."""
    is_off = order.order_status in (OrderStatus.CANCELLED, OrderStatus.VOID)
    return is_off and order.shipping_status == ShippingStatus.UNSHIPPED


def is_final(order: Order) -> bool:
    """Whether no further cost is to be expected: all has left, or nothing ever will."""
    is_gone = order.shipping_status == ShippingStatus.FULLY_SHIPPED
    return is_gone or not order.needs_shipping or is_called_off(order)


def pieces_that_cost(line: OrderLine, *, is_called_off: bool) -> int:
    """How many pieces of a line leave our stock: all but those refunded before shipping."""
    left = gone(line)
    return left if is_called_off else max(left, line.quantity - cancelled(line))


def line_cost(line: OrderLine, *, is_called_off: bool) -> Decimal | None:
    """What a line costs, to the cent; None while nobody has entered its unit cost."""
    if line.unit_cost is None:
        return None
    return to_cents(line.unit_cost * pieces_that_cost(line, is_called_off=is_called_off))


def _charged(order: Order) -> list[ProfitRow]:
    amounts = (
        ("Subtotal", order.subtotal),
        ("Discounts", -order.discount),
        ("Gift certificates bought", order.gift_certificates_bought),
        ("Shipping charged", order.shipping_total),
        ("Payment surcharge", order.surcharge),
        ("Tax charged", order.tax_total),
        ("Gift certificates used", -order.gift_certificates_used),
    )
    rows = [ProfitRow(label=label, amount=amount, part=Part.REVENUE) for label, amount in amounts]
    # Some stores' totals do not add up; the total is what the customer is asked for.
    rest = order.grand_total - sum((row.amount for row in rows), NOTHING)
    return [*rows, ProfitRow(label="Difference to the Grand Total", amount=rest, part=Part.REVENUE)]


def _given_back(refunds: Iterable[Refund]) -> list[ProfitRow]:
    total = sum((refund.total for refund in refunds), NOTHING)
    return [ProfitRow(label="Refunds", amount=-total, part=Part.REVENUE)]


def _tax(facts: ProfitFacts, kept: Decimal) -> list[ProfitRow]:
    """Tax owed: what was charged or is included, less what went back with refunds.

    A called-off order owes the share of what was `kept`.
    """
    order, sale = facts.order, _sale(facts)
    charged = sum((tax.amount for tax in sale.taxes), NOTHING)
    back = taken_back(sale, _paid_back(facts), places=places_of(order.currency)).taxes
    owed = max(NOTHING, charged - sum(back, NOTHING))
    if is_called_off(order):
        share = charged * max(NOTHING, kept)
        owed = to_cents(share / order.grand_total) if order.grand_total > 0 else NOTHING
    return [ProfitRow(label="Tax owed", amount=-owed, part=Part.TAX)]


def _sale(facts: ProfitFacts) -> Sale:
    order = facts.order
    taxes = [sold_tax(tax, facts.lines) for tax in facts.taxes]
    if not any(not tax.is_included for tax in taxes) and order.tax_total:
        taxes.append(SoldTax(amount=order.tax_total, is_included=False))
    return Sale(
        lines=tuple(line.line_total for line in facts.lines),
        shipping=order.shipping_total,
        total=order.grand_total,
        taxes=tuple(taxes),
    )


def _paid_back(facts: ProfitFacts) -> PaidBack:
    by_line: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for row in facts.refund_lines:
        by_line[row.line_id] += row.amount
    lines = [by_line[line.pk] for line in facts.lines]
    shipping = sum((refund.shipping_amount for refund in facts.refunds), NOTHING)
    # What goes back of no line in particular is spread over all.
    rest = sum((refund.items_amount for refund in facts.refunds), NOTHING) - sum(lines, NOTHING)
    if lines:
        lines[0] += rest
    return PaidBack(
        lines=tuple(lines),
        shipping=shipping if lines else shipping + rest,
        tax=sum((refund.tax_amount for refund in facts.refunds), NOTHING),
    )


def _item_costs(facts: ProfitFacts) -> list[ProfitRow]:
    is_off = is_called_off(facts.order)
    costs = (line_cost(line, is_called_off=is_off) for line in facts.lines)
    total = sum((cost for cost in costs if cost is not None), NOTHING)
    return [ProfitRow(label="Item Cost", amount=-total, part=Part.COST, key="items")]


def _shipping(facts: ProfitFacts) -> list[ProfitRow]:
    total = sum((package.cost for package in facts.packages if package.cost is not None), NOTHING)
    return [ProfitRow(label="Shipping Cost", amount=-total, part=Part.COST, key="shipping")]


def _fees(costs: Iterable[OrderCost]) -> list[ProfitRow]:
    known = {cost.kind: cost.amount for cost in costs}
    return [
        ProfitRow(
            label=kind.label, amount=-known.get(kind, NOTHING), part=Part.COST, key=kind.value
        )
        for kind in OrderCostKind
    ]


def _missing(facts: ProfitFacts) -> list[str]:
    is_off = is_called_off(facts.order)
    without_cost = [
        line.sku or line.name
        for line in facts.lines
        if line.unit_cost is None and pieces_that_cost(line, is_called_off=is_off)
    ]
    sentences = []
    if without_cost:
        named = ", ".join(without_cost[:5]) + (" …" if len(without_cost) > 5 else "")
        sentences.append(f"No item cost is known of: {named}.")
    unknown = sum(1 for package in facts.packages if package.cost is None)
    if unknown:
        packages = "a package" if unknown == 1 else f"{unknown} packages"
        sentences.append(f"No shipping cost is known of {packages}.")
    return sentences
