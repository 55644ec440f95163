"""People refund the same order at the same moment, in real transactions."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection

from core.refusals import Refused
from orders.models import Order, Refund, RefundLedger
from orders.refunds.issue_refund import issue_refund
from orders.refunds.refund_request import RefundRequest, propose
from orders.refunds.refundable import refundable_of
from orders.state.balances import balance_of
from tests.factories import a_company, a_line, a_user, an_order, some_totals
from tests.orders.conftest import wanted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(
    people: list[User], refunds_of: Callable[[int], list[RefundRequest]], order: Order
) -> list[str]:
    """Each person refunds one after the other, all of them at once; gives all answers."""
    start, answers = Barrier(len(people)), list[str]()

    def press(number: int, person: User) -> None:
        try:
            start.wait(timeout=10)
            for asked in refunds_of(number):
                try:
                    issue_refund(Order.objects.get(pk=order.pk), asked, by=person)
                    answers.append("refunded")
                except Refused as reason:
                    answers.append(str(reason))
        finally:
            connection.close()

    threads = [Thread(target=press, args=[*one]) for one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_one_succeeds_and_the_other_gets_a_sentence():
    company = a_company()
    order = an_order(company)
    asked = wanted(order)
    answers = at_once([a_user(company), a_user(company)], lambda _number: [asked], order)
    assert sorted(answers) == ["Everything of this order has been refunded.", "refunded"]
    assert Refund.objects.get().total == order.grand_total
    assert order.lines.get().refunded_quantity == 2


def test_six_people_never_give_back_more_than_was_charged():
    company = a_company()
    lines = (a_line("11", quantity=7), a_line("12", quantity=4, unit_price=Decimal("2.33")))
    totals = some_totals(subtotal=Decimal("79.32"), total=Decimal("88.82"))
    order = an_order(company, lines=lines, totals=totals)
    shirts, mugs = order.lines.all()
    refundable = refundable_of(order)
    # All have the page open that shows the whole order, and want more than there is together.
    one, two = propose(refundable, {shirts.pk: 1}), propose(refundable, {shirts.pk: 2, mugs.pk: 1})
    # Pieces without shipping and tax: shipping goes back by a refund of its own.
    pieces = [
        RefundRequest(pieces=asked.pieces, reason="Other", keeps_open=True)
        for asked in (one, two, two, one)
    ]
    shipping = RefundRequest(shipping=Decimal("3.00"), reason="Other", keeps_open=True)
    answers = at_once([a_user(company) for _ in range(6)], lambda _n: [*pieces, shipping], order)
    assert len(answers) == 30
    counted = Counter(answer.split(":")[0] for answer in answers)
    refunds = list(Refund.objects.all())
    assert counted["refunded"] == len(refunds) >= 4
    assert all(answer == "refunded" or "left to refund" in answer for answer in answers), counted
    back = sum(one.total for one in refunds)
    assert sum(row.quantity for one in refunds for row in one.lines.filter(line=shirts)) <= 7
    assert sum(one.shipping_amount for one in refunds) == Decimal("6.00")  # of 7.50, by threes
    assert back <= order.grand_total
    ledger = RefundLedger.objects.get()
    assert ledger.refunded_items + ledger.refunded_shipping + ledger.refunded_tax == back
    assert balance_of(order.grand_total, order.payments.all()).refunded == back
    for line in order.lines.all():
        assert line.refunded_quantity == sum(row.quantity for row in line.refunded.all())
