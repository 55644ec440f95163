"""Manage RMAs: what narrows the list, and what is done with several at once."""

import pytest
from django.test import Client

from orders.models import Condition, Resolution, Rma, RmaApproval
from orders.returns import rmas
from orders.returns.replacements import create_replacement
from orders.returns.rmas import Arrival, Returned
from tests.factories import a_company, a_customer, a_line, a_package, a_user, an_order

LINES = (a_line("11"), a_line("12", sku="MUG", name="Mug"))


@pytest.fixture
def kim(shop):
    return a_user(shop, username="kim")


@pytest.fixture
def staff(kim) -> Client:
    browser = Client()
    browser.force_login(kim)
    return browser


def an_rma(company, number: str, by, **fields) -> Rma:
    """All of a shipped order is to come back."""
    order = an_order(company, number, lines=LINES, **fields)
    a_package(order)
    returned = {line.pk: Returned(quantity=2, reason="Damaged") for line in order.lines.all()}
    return rmas.create(order, returned, "", by=by)


def listed(staff: Client, query: str) -> list[Rma]:
    return sorted(staff.get(f"/rmas/?{query}").context["page"].object_list, key=lambda one: one.pk)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_each_filter_narrows_the_list_and_they_are_anded(shop, kim, staff):
    first = an_rma(shop, "97", kim)
    customer = a_customer(first_name="Zoë", last_name="Okafor", email="zoe@example.com")
    second = an_rma(shop, "98", kim, customer=customer)
    rmas.set_statuses(second, approval=RmaApproval.APPROVED, by=kim)
    for query, expected in (
        (f"number=RMA%23 {first.pk}", [first]),
        (f"number={first.pk}, {second.pk}", [first, second]),
        ("number=none", []),
        ("order=%2398", [second]),
        (f"order={first.order_id}", [first]),
        ("customer=okafor zo%C3%AB", [second]),
        ("customer=zoe%40example", [second]),
        ("customer=ana okafor", []),
        ("approval=approved", [second]),
        ("approval=approved&order=97", []),
        ("status=everything&customer=%00", [first, second]),
    ):
        assert listed(staff, query) == expected, query


def test_the_replacement_status_follows_the_items(shop, kim, staff):
    plain, waiting, made = (an_rma(shop, number, kim) for number in ("1", "2", "3"))
    for rma in (waiting, made):
        shirt = rma.lines.get(line__sku="TS-RED").pk
        rmas.resolve(rma, [shirt], Resolution.REPLACE, by=kim)
        one = Arrival(quantity=2, condition=Condition.AS_NEW, is_restocked=True)
        rmas.receive(rma, {shirt: one}, by=kim)
    create_replacement(made, by=kim)
    assert listed(staff, "replacement=none") == [plain]
    assert listed(staff, "replacement=to_be_replaced") == [waiting]
    assert listed(staff, "replacement=replaced") == [made]
    mug = made.lines.get(line__sku="MUG").pk
    rmas.resolve(made, [mug], Resolution.EXCHANGE, sku="CUP", by=kim)
    assert listed(staff, "replacement=to_be_replaced") == [waiting, made]


def test_companies_are_a_filter_where_there_are_several_and_strangers_stay_out(shop, kim, staff):
    ours = an_rma(shop, "97", kim)
    assert 'name="company"' not in text(staff.get("/rmas/"))
    other, theirs = a_company("Second"), a_company("Theirs")
    other.memberships.create(user=kim).roles.set(kim.memberships.get(company=shop).roles.all())
    second = an_rma(other, "97", kim)
    an_rma(theirs, "97", kim)
    assert listed(staff, "") == [ours, second]
    assert listed(staff, f"company={other.pk}") == [second]
    assert listed(staff, f"company={theirs.pk}") == [ours, second]


def test_several_get_a_status_and_one_that_cannot_says_why(shop, kim, staff):
    first, second = an_rma(shop, "97", kim), an_rma(shop, "98", kim)
    shirt = second.lines.first()
    assert shirt is not None
    one = Arrival(quantity=1, condition=Condition.AS_NEW, is_restocked=True)
    rmas.receive(second, {shirt.pk: one}, by=kim)
    ticked = {"rma": [first.pk, second.pk], "query": "order=97"}
    answer = staff.post("/rmas/statuses/", {**ticked, "approval": "rejected"}, follow=True)
    assert "1 RMA saved." in text(answer)
    assert f"RMA# {second.pk}: Items came in already." in text(answer)
    assert answer.request["QUERY_STRING"] == "order=97"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.approval, first.status) == ("rejected", "open")
    assert (second.approval, second.status) == ("undecided", "processing")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"rma": ["1"]}, "Choose the RMA Status or the RMA Approval Status to set."),
        ({"status": "closed"}, "Check the box to the left of the RMAs to change."),
        ({"status": "gone", "rma": ["1"]}, "Choose the RMA Status"),
    ],
)
def test_nothing_chosen_is_told(shop, staff, fields, sentence):
    assert sentence in text(staff.post("/rmas/statuses/", fields, follow=True))


def test_rmas_of_a_company_where_one_may_only_look_are_left_alone(shop, kim, staff):
    other = a_company("Second")
    theirs = an_rma(other, "97", kim)
    other.memberships.create(user=kim)
    page = staff.post("/rmas/statuses/", {"rma": [theirs.pk], "status": "closed"}, follow=True)
    assert "Check the box" in text(page)
    theirs.refresh_from_db()
    assert theirs.status == "open"


def test_several_items_get_one_resolution_or_none_does(shop, kim, staff):
    rma = an_rma(shop, "97", kim)
    shirt, mug = rma.lines.all()
    url = f"/rmas/{rma.pk}/resolution/"
    both = {"item": [shirt.pk, mug.pk], "resolution": "refund", "comment": "Sorry"}
    assert "2 were set." in text(staff.post(url, both, follow=True))
    assert set(rma.lines.values_list("resolution", "comment")) == {("refund", "Sorry")}
    rma.lines.filter(pk=mug.pk).update(refunded_quantity=2)
    page = text(staff.post(url, {**both, "resolution": "repair"}, follow=True))
    assert "Mug has been refunded or replaced already." in page
    assert set(rma.lines.values_list("resolution", flat=True)) == {"refund"}
    assert "Check the box" in text(staff.post(url, {"resolution": "repair"}, follow=True))
    other = an_rma(shop, "98", kim).lines.first()
    assert other is not None
    page = staff.post(url, {"item": [other.pk], "resolution": "repair"}, follow=True)
    assert "Check the box" in text(page)
