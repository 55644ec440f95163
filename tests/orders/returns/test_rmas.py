"""RMAs: created for what has left, received, resolved, replaced, refunded, mailed."""

import pytest
from django.test import Client

from core.refusals import Refused
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.shipping_out import ship
from orders.models import (
    Condition,
    Order,
    OrderStatus,
    Resolution,
    Rma,
    RmaApproval,
    RmaLine,
    RmaStatus,
)
from orders.refunds.issue_refund import issue_refund
from orders.returns import rmas
from orders.returns.replacements import create_replacement
from orders.returns.rmas import Arrival, Returned
from orders.state.quantities import remaining
from stores.models import OutgoingChange
from tests.factories import SHIPPED, a_package, a_user, an_order
from tests.orders.conftest import wanted


@pytest.fixture
def kim(shop):
    return a_user(shop, username="kim")


@pytest.fixture
def shipped(order):
    a_package(order)
    return order


@pytest.fixture
def rma(shipped, kim) -> Rma:
    returned = {shipped.lines.get().pk: Returned(quantity=2, reason="Damaged")}
    return rmas.create(shipped, returned, "Box was wet", by=kim)


def arrived(rma: Rma, quantity: int) -> dict[int, Arrival]:
    one = Arrival(quantity=quantity, condition=Condition.OPENED, is_restocked=True)
    return {rma.lines.get().pk: one}


def resolved(rma: Rma, resolution: Resolution, **more) -> list[RmaLine]:
    """The RMA's items, all of them with this resolution."""
    return rmas.resolve(rma, [row.pk for row in rma.lines.all()], resolution, **more)


def browser_of(order: Order, role: str = "Client Admin") -> Client:
    browser = Client()
    browser.force_login(a_user(order.company, roles=(role,)))
    return browser


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_nothing_comes_back_of_what_has_not_left(order, kim):
    assert not rmas.is_listed(order)
    page = text(browser_of(order).get(f"/orders/{order.pk}/rma/"))
    assert "Nothing of the order has left, so nothing can come back." in page


def test_no_piece_is_on_two_rmas_unless_the_first_is_rejected(shipped, rma, kim):
    again = {shipped.lines.get().pk: Returned(quantity=1, reason="Damaged")}
    with pytest.raises(Refused, match="on an RMA already"):
        rmas.create(shipped, again, "", by=kim)
    rmas.set_statuses(rma, RmaStatus.CLOSED, RmaApproval.REJECTED, by=kim)
    rmas.create(shipped, again, "", by=kim)
    with pytest.raises(Refused, match="on another RMA by now"):
        rmas.set_statuses(rma, RmaStatus.OPEN, RmaApproval.APPROVED, by=kim)


@pytest.mark.parametrize(
    ("status", "approval", "sentence"),
    [
        (RmaStatus.OPEN, RmaApproval.REJECTED, "is Rejected. Set it UnDecided or Approved first."),
        (RmaStatus.CLOSED, None, "is Closed. Set it Processing first."),
    ],
)
def test_nothing_is_done_about_a_return_that_is_over(rma, kim, status, approval, sentence):
    resolved(rma, Resolution.EXCHANGE, sku="TS-BLUE", by=kim)
    rmas.set_statuses(rma, status, approval, by=kim)
    for do in (
        lambda: rmas.receive(rma, arrived(rma, 1), by=kim),
        lambda: resolved(rma, Resolution.REFUND, by=kim),
        lambda: create_replacement(rma, by=kim),
    ):
        with pytest.raises(Refused, match=sentence):
            do()
    page = text(browser_of(rma.order).get(f"/rmas/{rma.pk}/"))
    assert sentence in page
    for door in ("receipts", "resolution", "replacement"):
        assert f"/rmas/{rma.pk}/{door}/" not in page


def test_pieces_come_in_bit_by_bit_and_never_too_many(rma, kim):
    current = rmas.receive(rma, arrived(rma, 1), by=kim)
    assert (current.received, current.status) == ("partially_received", "processing")
    with pytest.raises(Refused, match="1 still expected, not 2"):
        rmas.receive(rma, arrived(rma, 2), by=kim)
    assert rmas.receive(rma, arrived(rma, 1), by=kim).received == "received"
    line = rma.order.lines.get()
    assert (line.returned_quantity, line.shipped_quantity) == (2, 2)


def test_a_returned_piece_that_is_refunded_need_not_be_sent_again_nor_frees_another(rma, kim):
    rmas.receive(rma, arrived(rma, 2), by=kim)
    line = rma.order.lines.get()
    line.refunded_quantity = 2
    assert remaining(line) == 0
    line.quantity = 3  # one more was ordered and is still to be sent
    assert remaining(line) == 1


def test_the_refund_page_is_filled_in_and_pays_the_return_back_once(rma, kim):
    [row] = resolved(rma, Resolution.REFUND, by=kim)
    browser, order = browser_of(rma.order), rma.order
    url = f"/orders/{order.pk}/refund/?rma={rma.pk}"
    assert url in text(browser.get(f"/rmas/{rma.pk}/"))
    asked = browser.get(url).context["form"].refund_request
    assert (asked.rma_id, asked.pieces[row.line_id].quantity) == (rma.pk, 2)
    fields = {
        f"item_{row.line_id}": "on",
        f"quantity_{row.line_id}": "2",
        "rma": str(rma.pk),
        "reason": "Customer return",
        "act": "refund",
        "seen_total": str(asked.total),
    }
    browser.post(f"/orders/{order.pk}/refund/", fields)
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.refunded_quantity, order.refunds.get().rma_id) == (2, rma.pk)
    assert order.order_status == OrderStatus.COMPLETED
    with pytest.raises(Refused, match="refunded or replaced already"):
        resolved(rma, Resolution.REPLACE, by=kim)


def test_a_refund_pays_back_no_return_of_another_order_nor_one_that_was_rejected(shop, rma, kim):
    other = an_order(shop, "98")
    with pytest.raises(Refused, match="The RMA is of another order"):
        issue_refund(other, wanted(other, rma_id=rma.pk), by=kim)
    rmas.set_statuses(rma, approval=RmaApproval.REJECTED, by=kim)
    with pytest.raises(Refused, match="is Rejected"):
        issue_refund(rma.order, wanted(rma.order, rma_id=rma.pk), by=kim)


def test_a_replacement_waits_for_the_item_and_goes_out_without_the_website(rma, kim):
    resolved(rma, Resolution.REPLACE, by=kim)
    with pytest.raises(Refused, match="Nothing is to be replaced now"):
        create_replacement(rma, by=kim)
    rmas.receive(rma, arrived(rma, 1), by=kim)
    made = create_replacement(rma, by=kim)
    assert (made.store_order_id, made.original_id) == ("R-97-1", rma.order_id)
    assert [made.subtotal, made.discount, made.grand_total] == [10, 10, 0]
    assert made.lines.get().quantity == 1
    assert made.addresses.count() == rma.order.addresses.count()
    with pytest.raises(Refused, match="Nothing is to be replaced now"):
        create_replacement(rma, by=kim)
    before = OutgoingChange.objects.count()
    outcome = ship({made.pk: [NewPackage(tracking_number="1Z9")]}, is_confirmed=True, by=kim)[
        made.pk
    ]
    assert outcome.refusal == ""
    made.refresh_from_db()
    assert (made.order_status, OutgoingChange.objects.count()) == (OrderStatus.COMPLETED, before)
    assert made.packages.get().is_source_notified


def test_an_exchange_needs_a_sku_and_no_receipt(rma, kim):
    with pytest.raises(Refused, match="Enter the New SKU"):
        resolved(rma, Resolution.EXCHANGE, by=kim)
    resolved(rma, Resolution.EXCHANGE, sku="TS-BLUE", by=kim)
    line = create_replacement(rma, by=kim).lines.get()
    assert (line.sku, line.quantity) == ("TS-BLUE", 2)


def test_the_store_is_never_asked_for_a_replacement(rma, kim, shop):
    resolved(rma, Resolution.EXCHANGE, sku="TS-BLUE", by=kim)
    made = create_replacement(rma, by=kim)
    in_store = Order.objects.for_company(shop).open().in_store()
    assert made in Order.objects.open()
    assert made not in in_store


def test_the_pages_from_creating_to_closing(shipped):
    browser, line = browser_of(shipped), shipped.lines.get()
    url = f"/orders/{shipped.pk}/rma/"
    ticked = {f"item_{line.pk}": "on", f"quantity_{line.pk}": "1"}
    assert "Check the box to the left" in text(browser.post(url, {}))
    assert "Choose a Reason" in text(browser.post(url, ticked))
    too_many = {**ticked, f"quantity_{line.pk}": "3", "reason_for_all": "Damaged"}
    assert "from 1 to 2" in text(browser.post(url, too_many))
    page = text(browser.post(url, {**ticked, "reason_for_all": "Damaged"}, follow=True))
    rma = Rma.objects.get()
    assert f"RMA# {rma.pk} was created." in page
    row = rma.lines.get()
    received = {f"received_{row.pk}": "1", f"condition_{row.pk}": "damaged"}
    page = text(browser.post(f"/rmas/{rma.pk}/receipts/", received, follow=True))
    assert "1 × Damaged, not restocked" in page
    found = browser.get("/rmas/?received=received").context["page"].object_list
    assert list(found) == [rma]
    assert list(browser.get("/rmas/?status=on_hold").context["page"].object_list) == []
    statuses = {"status": "closed", "approval": "approved"}
    assert "The RMA was saved." in text(
        browser.post(f"/rmas/{rma.pk}/statuses/", statuses, follow=True)
    )


def test_what_the_store_calls_shipped_can_come_back_without_any_shipment(shop):
    order = an_order(shop, "98", status=SHIPPED)
    assert rmas.why_not_return(order) == ""
    page = text(browser_of(order).get(f"/orders/{order.pk}/rma/"))
    assert "Nothing of the order has left" not in page
    assert list(rmas.returnable(order).values()) == [2]
