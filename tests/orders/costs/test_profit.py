"""Profit & Loss: it equals the rows it is made of, to the cent, and says what it does not know."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orders.costs.actions import recalculate, save_costs
from orders.costs.profit import Part, ProfitFacts, pieces_that_cost, profit_and_loss
from orders.importing.intake import receive
from orders.models import (
    CostSource,
    EventKind,
    ItemCost,
    Order,
    OrderCost,
    OrderCostKind,
    OrderLine,
    OrderStatus,
    OrderTax,
    Package,
    Payment,
    PaymentKind,
    Refund,
    RefundLine,
    ShippingStatus,
)
from tests.factories import a_company, a_line, a_store_order, a_user

CENTS = st.integers(0, 1_000_000).map(lambda cents: Decimal(cents) / 100)
COSTS = st.none() | st.integers(0, 10_000_000).map(lambda parts: Decimal(parts) / 10_000)


@st.composite
def facts(draw: st.DrawFn) -> ProfitFacts:
    order = Order(
        order_status=draw(st.sampled_from(OrderStatus.values)),
        shipping_status=draw(st.sampled_from(ShippingStatus.values)),
        subtotal=draw(CENTS),
        discount=draw(CENTS),
        shipping_total=draw(CENTS),
        tax_total=draw(CENTS),
        surcharge=draw(CENTS),
        gift_certificates_used=draw(CENTS),
        grand_total=draw(CENTS),
    )
    lines = [
        OrderLine(
            order=order,
            quantity=quantity,
            unit_price=draw(CENTS),
            shipped_quantity=draw(st.integers(0, quantity)),
            refunded_quantity=draw(st.integers(0, quantity)),
            unit_cost=draw(COSTS),
        )
        for quantity in draw(st.lists(st.integers(1, 50), max_size=4))
    ]
    refunds = []
    for items, shipping, tax in draw(st.lists(st.tuples(CENTS, CENTS, CENTS), max_size=3)):
        total = items + shipping + tax
        amounts = {"items_amount": items, "shipping_amount": shipping, "tax_amount": tax}
        refunds.append(Refund(order=order, total=total, **amounts))
    return ProfitFacts(
        order=order,
        lines=lines,
        taxes=[
            OrderTax(order=order, amount=draw(CENTS), is_included_in_prices=is_included)
            for is_included in draw(st.lists(st.booleans(), max_size=2))
        ],
        payments=[
            Payment(order=order, kind=kind, amount=draw(CENTS))
            for kind in draw(st.lists(st.sampled_from(PaymentKind.values), max_size=4))
        ],
        refunds=refunds,
        packages=[
            Package(order=order, cost=cost)
            for cost in draw(st.lists(st.none() | CENTS, max_size=3))
        ],
        costs=[
            OrderCost(order=order, kind=kind, amount=draw(CENTS))
            for kind in draw(st.lists(st.sampled_from(OrderCostKind.values), unique=True))
        ],
    )


@given(facts())
def test_it_equals_the_rows_it_sums_to_the_cent(known: ProfitFacts):
    statement = profit_and_loss(known)
    paid_in = sum(row.amount for row in known.payments if row.kind == PaymentKind.PAYMENT)
    paid_back = sum(row.amount for row in known.payments if row.kind == PaymentKind.REFUND)
    worth = known.order.grand_total - Decimal(sum(refund.total for refund in known.refunds))
    is_off = known.order.order_status in (OrderStatus.CANCELLED, OrderStatus.VOID)
    if is_off and known.order.shipping_status == ShippingStatus.UNSHIPPED:
        worth = Decimal(paid_in - paid_back)
        is_off_for_good = True
    else:
        is_off_for_good = False
    items = Decimal("0.00")
    for line in known.lines:
        pieces = pieces_that_cost(line, is_called_off=is_off_for_good)
        cost = (line.unit_cost or Decimal(0)) * pieces
        items += (cost * 100 + Decimal("0.5")).to_integral_value("ROUND_FLOOR") / 100
    shipping = sum(package.cost or Decimal(0) for package in known.packages)
    fees = sum(cost.amount for cost in known.costs)
    assert statement.total(Part.REVENUE) == worth
    assert statement.total(Part.COST) == -(items + shipping + fees)
    assert statement.profit == worth + statement.total(Part.TAX) - items - shipping - fees
    assert statement.profit == sum(row.amount for row in statement.rows)
    assert statement.profit_by_payments - statement.profit == paid_in - paid_back - worth
    assert statement.profit == statement.profit.quantize(Decimal("0.01"))


@given(facts())
def test_tax_is_owed_never_earned(known: ProfitFacts):
    assert profit_and_loss(known).total(Part.TAX) <= 0


def test_tax_of_two_rates_is_owed_of_what_was_not_refunded():
    dear, cheap = (
        OrderLine(pk=place, store_line_id=str(place), quantity=1, unit_price=Decimal(price))
        for place, price in ((1, "59.50"), (2, "10.70"))
    )
    order = Order(currency="EUR", subtotal=Decimal("70.20"), grand_total=Decimal("70.20"))
    taxes = [
        OrderTax(amount=Decimal("9.50"), is_included_in_prices=True, of_lines={"1": "9.50"}),
        OrderTax(amount=Decimal("0.70"), is_included_in_prices=True, of_lines={"2": "0.70"}),
    ]
    refund = Refund(items_amount=Decimal("59.50"), total=Decimal("59.50"))
    statement = profit_and_loss(
        ProfitFacts(
            order=order,
            lines=[dear, cheap],
            taxes=taxes,
            payments=[],
            refunds=[refund],
            refund_lines=[RefundLine(line=dear, quantity=1, amount=Decimal("59.50"))],
            packages=[],
            costs=[],
        )
    )
    assert statement.total(Part.TAX) == Decimal("-0.70")
    assert statement.profit == Decimal("10.00")


pytestmark = pytest.mark.django_db


def an_order(**fields) -> Order:
    company = a_company()
    ItemCost.objects.create(company=company, sku="ts-red", cost=Decimal("3.3333"))
    lines = (a_line(), a_line("12", sku="MUG", quantity=1))
    receive(company, [a_store_order("97", lines=lines, **fields)])
    return Order.objects.get(company=company)


def test_a_new_order_takes_the_item_costs_of_its_skus():
    red, mug = an_order().lines.all()
    assert (red.unit_cost, red.cost_source) == (Decimal("3.3333"), CostSource.BY_SKU)
    assert (mug.unit_cost, mug.cost_source) == (None, CostSource.NONE)


def test_another_currency_takes_no_item_cost():
    company = a_company()
    ItemCost.objects.create(company=company, sku="TS-RED", cost=Decimal(3))
    receive(company, [a_store_order("97", currency="JPY")])
    assert OrderLine.objects.get().unit_cost is None


def test_a_refresh_leaves_the_costs_of_the_day_the_order_came_in():
    order = an_order()
    ItemCost.objects.update(cost=Decimal(9))
    lines = (a_line(name="T-shirt, renamed"), a_line("12", sku="MUG", quantity=1))
    receive(order.company, [a_store_order("97", lines=lines)])
    red = order.lines.get(sku="TS-RED")
    assert (red.name, red.unit_cost) == ("T-shirt, renamed", Decimal("3.3333"))


def test_recalculate_order_cost_takes_todays_costs_but_leaves_what_a_person_entered():
    order = an_order()
    kim = a_user(order.company)
    red, mug = order.lines.all()
    save_costs(order.pk, {mug.pk: Decimal("1.5")}, {}, by=kim)
    ItemCost.objects.create(company=order.company, sku="Mug", cost=Decimal(7))
    ItemCost.objects.filter(sku="ts-red").update(cost=Decimal(4))
    assert recalculate(order.pk, by=kim) == 1
    red.refresh_from_db()
    mug.refresh_from_db()
    assert (red.unit_cost, mug.unit_cost) == (Decimal(4), Decimal("1.5"))
    told = order.events.filter(kind=EventKind.COST)[0]
    assert told.message == "Item Cost of TS-RED: 3.3333 → 4, by SKU."
    assert told.by == kim


def test_the_page_shows_what_is_unknown_and_keeps_what_is_entered(client):
    order = an_order()
    client.force_login(a_user(order.company))
    page = reverse("order_profit", args=[order.pk])
    assert "No item cost is known of: MUG." in client.get(page).content.decode()
    red, mug = order.lines.all()
    fees = {"posting_fee": "0", "commission": "1.10", "transaction_fee": "0", "adjustment": "-2"}
    sent = {f"cost_{red.pk}": "3", f"cost_{mug.pk}": "2.5", **fees}
    client.post(page, sent)
    answer = client.get(page)
    statement = answer.context["statement"]
    assert statement.total(Part.COST) == -(Decimal(6) + Decimal("2.5") + Decimal("1.10") - 2)
    assert statement.missing == ()
    assert statement.is_estimated
    assert "(Estimated)" in answer.content.decode()


def test_a_negative_fee_is_refused_with_what_was_typed(client):
    order = an_order()
    client.force_login(a_user(order.company))
    answer = client.post(reverse("order_profit", args=[order.pk]), {"commission": "-1"})
    assert "greater than or equal to 0" in answer.content.decode()
    assert OrderCost.objects.count() == 0


def test_whoever_may_only_view_changes_no_cost(client):
    order = an_order()
    client.force_login(a_user(order.company, roles=("View",)))
    page = reverse("order_profit", args=[order.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403


def test_whoever_saves_over_anothers_change_is_told_and_keeps_the_input(client):
    order = an_order()
    client.force_login(a_user(order.company))
    page = reverse("order_profit", args=[order.pk])
    seen = client.get(f"{page}?edit=1").context["seen"]
    red = order.lines.get(sku="TS-RED")
    save_costs(order.pk, {red.pk: Decimal(5)}, {}, by=a_user(order.company, username="robin"))
    sent = {f"cost_{line.pk}": "9" for line in order.lines.all()}
    sent |= dict.fromkeys(OrderCostKind.values, "0")
    answer = client.post(page, {**sent, "seen": str(seen)})
    assert "Item Cost of TS-RED: 3.3333 → 5" in answer.text
    assert "robin" in answer.text
    assert answer.text.count('value="9"') == 2
    red.refresh_from_db()
    assert red.unit_cost == 5
    client.post(page, {**sent, "seen": str(answer.context["seen"])})
    red.refresh_from_db()
    assert red.unit_cost == 9
