"""Two people refund the same last item at the same moment, in two real transactions."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from orders.actions.refunds import refund
from orders.actions.refused import Refused
from orders.models import Order, Refund
from tests.factories import a_company, a_user, an_order
from tests.orders.refunding.conftest import wanted


@pytest.mark.django_db(transaction=True)
def test_one_succeeds_and_the_other_gets_a_sentence():
    company = a_company()
    order = an_order(company)
    people = [a_user(company), a_user(company)]
    asked, start, answers = wanted(order), Barrier(2), []

    def press(person) -> None:
        try:
            start.wait(timeout=10)
            refund(Order.objects.get(pk=order.pk), asked, by=person)
            answers.append("refunded")
        except Refused as reason:
            answers.append(str(reason))
        finally:
            connection.close()

    threads = [Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(answers) == ["Everything of this order has been refunded.", "refunded"]
    assert Refund.objects.get().total == order.grand_total
    assert order.lines.get().refunded_quantity == 2
