"""Eight at once: the same form acts once, and no row of forms passes a person's refund limit."""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from orders.models import (
    Condition,
    Order,
    OrderActionRequest,
    OrderStatus,
    Package,
    Payment,
    PaymentKind,
    Refund,
    Resolution,
    Rma,
    RmaReceipt,
)
from orders.refunds.issue_refund import refund_or_request
from orders.returns import rmas
from orders.returns.rmas import Returned
from settings.models import Company, Membership
from tests.factories import (
    UNPAID,
    a_company,
    a_line,
    a_package,
    a_user,
    an_order,
    some_totals,
)
from tests.orders.conftest import wanted

pytestmark = pytest.mark.django_db(transaction=True)

EIGHT = 8
Fields = dict[str, str]


def all_at_once(people: list[User], url: str, forms: list[Fields]) -> None:
    """Each form is sent by a person of `people` (the only one sends all), at the same moment."""
    start, browsers = Barrier(len(forms)), [Client() for _ in forms]
    for number, browser in enumerate(browsers):
        browser.force_login(people[number % len(people)])

    def send(browser: Client, fields: Fields) -> None:
        try:
            start.wait(timeout=30)
            answer = browser.post(url, fields)
            assert answer.status_code in (200, 302)
        finally:
            connection.close()

    threads = [Thread(target=send, args=one) for one in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def the_same(fields: Fields, *, with_key: bool) -> list[Fields]:
    """One form sent eight times: by its key, or by a script that knows of none."""
    return [fields | ({"form_key": "7e6c"} if with_key else {}) for _ in range(EIGHT)]


@pytest.fixture
def shop() -> Company:
    return a_company(allow_unpaid_orders=True)


@pytest.fixture
def kim(shop) -> User:
    return a_user(shop, username="kim")


def _a_big_order(shop: Company) -> Order:
    goods = Decimal("1000.00")
    totals = some_totals(subtotal=goods, total=goods, shipping=Decimal(0), tax=Decimal(0))
    line = a_line(quantity=20, unit_price=Decimal("50.00"))
    return an_order(shop, lines=(line,), totals=totals)


def _sixty(order: Order) -> Fields:
    line = order.lines.get().pk
    return {
        **{f"item_{line}": "on", f"quantity_{line}": "1", f"amount_{line}": "60.00"},
        **{"reason": "Other", "keeps_open": "on", "act": "refund", "seen_total": "60.00"},
        **{"shipping": "0", "tax": "0"},
    }


def test_a_person_refunds_no_more_than_the_limit_however_many_forms_arrive_at_once(shop, kim):
    Membership.objects.filter(user=kim).update(refund_limit=100)
    order = _a_big_order(shop)
    forms = [_sixty(order) | {"form_key": str(uuid4())} for _ in range(EIGHT)]
    all_at_once([kim], f"/orders/{order.pk}/refund/", forms)
    assert [made.total for made in Refund.objects.all()] == [Decimal("60.00")]
    assert [asked.total for asked in OrderActionRequest.objects.all()] == [Decimal("60.00")]


def test_two_people_each_have_their_own_limit(shop, kim):
    lee = a_user(shop, username="lee")
    Membership.objects.update(refund_limit=100)
    order = _a_big_order(shop)
    forms = [_sixty(order) | {"form_key": str(uuid4())} for _ in range(EIGHT)]
    all_at_once([kim, lee], f"/orders/{order.pk}/refund/", forms)
    assert sorted(str(made.by) for made in Refund.objects.all()) == ["kim", "lee"]


def _refund(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    order = _a_big_order(shop)
    return f"/orders/{order.pk}/refund/", _sixty(order), Refund.objects.count


def _payment(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    order = an_order(shop, status=UNPAID)
    fields = {"method": "Cash", "amount": "1.00", "paid_on": "2026-11-01"}
    received = Payment.objects.filter(kind=PaymentKind.PAYMENT)
    return f"/orders/{order.pk}/payments/", fields, received.count


def _ship_items(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    order = an_order(shop, lines=(a_line(quantity=9),))
    line = order.lines.get().pk
    fields = {
        **{"package": "1", f"1-quantity_{line}": "1", "1-shipped_on": "2026-11-28"},
        "act": "confirm",
    }
    return f"/orders/{order.pk}/packages/new/", fields, Package.objects.count


def _rma(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    order = an_order(shop, lines=(a_line(quantity=9),))
    a_package(order)
    line = order.lines.get().pk
    fields = {f"item_{line}": "on", f"quantity_{line}": "1", "reason_for_all": "Damaged"}
    return f"/orders/{order.pk}/rma/", fields, Rma.objects.count


def _an_rma(shop: Company, kim: User) -> Rma:
    order = an_order(shop, lines=(a_line(quantity=9),))
    a_package(order)
    returned = {order.lines.get().pk: Returned(quantity=9, reason="Damaged")}
    return rmas.create(order, returned, "", by=kim)


def _receipt(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    rma = _an_rma(shop, kim)
    row = rma.lines.get().pk
    fields = {f"received_{row}": "1", f"condition_{row}": Condition.OPENED.value}
    return f"/rmas/{rma.pk}/receipts/", fields, RmaReceipt.objects.count


def _replacement(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    rma = _an_rma(shop, kim)
    rows = list(rma.lines.values_list("pk", flat=True))
    rmas.resolve(rma, rows, Resolution.EXCHANGE, sku="TS-BLUE", by=kim)
    made = Order.objects.exclude(original=None)
    return f"/rmas/{rma.pk}/replacement/", {}, made.count


def _processing(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    lee, order = a_user(shop, username="lee"), an_order(shop)
    Membership.objects.filter(user=lee).update(refund_limit=1)
    asked = refund_or_request(order, wanted(order, 1), by=lee)
    return f"/order-action-requests/{asked.pk}/processing/", {}, Refund.objects.count


def _cancellation(shop: Company, kim: User) -> tuple[str, Fields, Callable[[], int]]:
    order = an_order(shop)
    cancelled = order.events.filter(message__contains=OrderStatus.CANCELLED.label)
    return f"/orders/{order.pk}/cancellation/", {"comments": "As in the store"}, cancelled.count


@pytest.mark.parametrize("with_key", [True, False])
@pytest.mark.parametrize(
    "action",
    [
        *(_refund, _payment, _ship_items, _rma, _receipt),
        *(_replacement, _processing, _cancellation),
    ],
)
def test_the_same_form_sent_eight_times_acts_once(shop, kim, action, with_key):
    url, fields, number = action(shop, kim)
    before = number()
    all_at_once([kim], url, the_same(fields, with_key=with_key))
    assert number() == before + 1


def test_a_form_that_was_refused_may_be_sent_again(shop, kim):
    order = an_order(shop)
    browser, url = Client(), f"/orders/{order.pk}/cancellation/"
    browser.force_login(kim)
    package = a_package(order)
    fields = {"comments": "x", "form_key": "7e6c"}
    browser.post(url, fields)
    package.delete()
    Order.objects.filter(pk=order.pk).update(order_status="in_process", shipping_status="unshipped")
    browser.post(url, fields)
    order.refresh_from_db()
    assert order.order_status == OrderStatus.CANCELLED


def test_every_page_gives_its_form_another_key(shop, kim):
    order = an_order(shop)
    browser = Client()
    browser.force_login(kim)
    pages = [browser.get(f"/orders/{order.pk}/refund/").content.decode() for _ in range(2)]
    keys = [page.split('name="form_key" value="')[1].split('"')[0] for page in pages]
    assert len(set(keys)) == 2
