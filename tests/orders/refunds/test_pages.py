"""The pages of cancelling and refunding, as a browser without JavaScript sends them."""

from uuid import uuid4

import pytest
from django.test import Client

from orders.importing.intake import receive
from orders.models import (
    ConflictKind,
    Order,
    OrderActionRequest,
    OrderConflict,
    OrderStatus,
    Reason,
    Refund,
    RequestState,
)
from settings.models import Membership
from stores.models import ChangeState, OutgoingChange
from tests.factories import CANCELLED, a_package, a_store_order, a_user

S = OrderStatus
AMOUNTS = ("shipping", "proposed_shipping", "tax", "proposed_tax")


def signed_in(order: Order, *roles: str, name: str = "", limit: str | None = None) -> Client:
    browser = Client()
    person = a_user(order.company, username=name, roles=roles or ("Initiate Refund",))
    Membership.objects.filter(user=person).update(refund_limit=limit)
    browser.force_login(person)
    return browser


def press(browser: Client, order: Order, *, act: str = "refund", **fields: str):
    """Open the page, tick the first item, recalculate as a person does, and press the button."""
    url, line = f"/orders/{order.pk}/refund/", order.lines.get()
    ticks = {f"item_{line.pk}": "on", f"quantity_{line.pk}": "2", "reason": "Other", **fields}
    shown = browser.post(url, {**ticks, "act": "recalculate"})
    form = shown.context["form"]
    [row] = form.rows
    amounts = {
        f"amount_{line.pk}": row["amount"].value() or "",
        f"proposed_{line.pk}": row["proposed"].value() or "",
        **{name: form[name].value() for name in AMOUNTS},
        "seen_total": str(form.refund_request.total),
        "form_key": str(uuid4()),
    }
    return browser.post(url, {**ticks, **amounts, **fields, "act": act}, follow=act == "refund")


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_comments_are_required_and_nothing_is_sent(order):
    edit = signed_in(order, "Edit", name="kim")
    url = f"/orders/{order.pk}/cancellation/"
    assert "Enter Comments" in text(edit.post(url, {"comments": " "}))
    page = text(edit.post(url, {"comments": "Cancelled in CS-Cart by Lee"}, follow=True))
    assert f"Order {order.pk} is Cancelled now." in page
    order.refresh_from_db()
    assert order.order_status == S.CANCELLED
    assert order.notes.get().text == "Cancelled in CS-Cart by Lee"
    assert "Set Cancelled Internally. Cancelled in CS-Cart by Lee" in order.events.first().message
    assert not OutgoingChange.objects.exists()


def test_ship_confirmed_orders_are_not_cancelled_but_refunded_or_returned(order):
    a_package(order)
    edit = signed_in(order, "Edit")
    page = text(edit.get(f"/orders/{order.pk}/cancellation/"))
    assert "It is Ship Confirmed: it cannot be cancelled any more." in page
    assert f"/orders/{order.pk}/refund/" in page
    page = text(edit.post(f"/orders/{order.pk}/cancellation/", {"comments": "x"}, follow=True))
    assert "Set Cancelled Internally is not possible." in page
    order.refresh_from_db()
    assert order.order_status == S.COMPLETED


def test_a_packed_order_may_still_be_cancelled(order):
    a_package(order, confirmed_at=None)
    signed_in(order, "Edit").post(f"/orders/{order.pk}/cancellation/", {"comments": "x"})
    order.refresh_from_db()
    assert order.order_status == S.CANCELLED


def test_what_the_store_cancelled_is_shown_and_resolved_by_the_action(order):
    receive(order.company, [a_store_order("97", status=CANCELLED)])
    edit = signed_in(order, "Edit")
    page = text(edit.get(f"/orders/{order.pk}/"))
    assert "The store has cancelled this order" in page
    assert page.count(f"/orders/{order.pk}/cancellation/") > 1
    edit.post(f"/orders/{order.pk}/cancellation/", {"comments": "As in the store"})
    conflict = OrderConflict.objects.get(kind=ConflictKind.CANCELLED_IN_STORE)
    assert conflict.settled_at is not None


@pytest.mark.parametrize("has_left", [False, True])
def test_a_company_may_follow_the_store_while_nothing_has_left(order, has_left):
    options = order.company.website_options
    options.follow_cancellations = True
    options.save()
    if has_left:
        a_package(order)
    receive(order.company, [a_store_order("97", status=CANCELLED)])
    order.refresh_from_db()
    assert (order.order_status == S.CANCELLED) is not has_left
    assert not OrderConflict.objects.filter(settled_at=None).exists() or has_left


def test_amounts_follow_the_quantity_until_somebody_types_one(order):
    browser, line = signed_in(order), order.lines.get()
    form = press(browser, order, act="recalculate").context["form"]
    assert (str(form.refund_request.total), form["shipping"].value(), form["tax"].value()) == (
        "29.50",
        "7.50",
        "2.00",
    )
    page = press(browser, order, act="recalculate", **{f"quantity_{line.pk}": "1"})
    form = page.context["form"]
    assert (form.rows[0]["amount"].value(), form["shipping"].value(), form["tax"].value()) == (
        "10.00",
        "3.75",
        "1.01",
    )
    assert "Refund 14.76 USD, tell the store" in text(page)
    form = press(browser, order, act="recalculate", shipping="0").context["form"]
    assert (form["shipping"].value(), form["tax"].value(), str(form.refund_request.total)) == (
        "0.00",
        "1.45",
        "21.45",
    )


def test_the_page_says_what_will_happen(order):
    page = text(press(signed_in(order), order, act="recalculate"))
    for sentence in ("Order Status", "Full Refund", "gets the status “X”", "Card (online)"):
        assert sentence in page
    assert "No money moves by itself" in page


def test_what_a_person_typed_is_what_goes_back(order):
    press(signed_in(order), order, shipping="0")
    made = Refund.objects.get()
    assert (str(made.shipping_amount), str(made.total)) == ("0.00", "21.45")


def test_an_unseen_amount_is_shown_first(order):
    browser, line = signed_in(order), order.lines.get()
    ticks = {f"item_{line.pk}": "on", f"quantity_{line.pk}": "1", "reason": "Other"}
    url = f"/orders/{order.pk}/refund/"
    page = text(browser.post(url, {**ticks, "act": "refund", "seen_total": "29.50"}))
    assert "With these fields the refund is 14.76 USD." in page
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Choose a Cancel/Refund Reason."),
        ({"shipping": "lots"}, "Enter an amount such as 12.50."),
        ({"shipping": "-1"}, "Enter an amount such as 12.50."),
        ({"tax": "1.005"}, "Amounts have 2 decimals here."),
        ({"shipping": "8"}, "Shipping: 7.50 is left to refund, not 8.00."),
        ({"quantity": "3"}, "2 left to refund."),
        ({"quantity": "some"}, "Enter how many pieces, such as 1."),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(order, fields, sentence):
    if "quantity" in fields:
        fields = {f"quantity_{order.lines.get().pk}": fields["quantity"]}
    page = press(signed_in(order), order, comment="Kept", **fields)
    assert sentence in text(page)
    assert 'value="Kept"' in text(page)
    assert not Refund.objects.exists()


def test_a_company_has_reasons_of_its_own(order):
    usual = signed_in(order).get(f"/orders/{order.pk}/refund/")
    assert "Customer cancelled" in text(usual)
    Reason.objects.create(company=order.company, kind="refund", name="Moth holes")
    Reason.objects.create(company=order.company, kind="refund", name="Old", is_hidden=True)
    page = signed_in(order).get(f"/orders/{order.pk}/refund/")
    choices = page.context["form"].fields["reason"].choices
    assert [name for name, _ in choices] == ["", "Moth holes"]


def test_the_company_chooses_whether_orders_are_kept_open(order):
    options = order.company.website_options
    options.keep_order_open = True
    options.save()
    assert signed_in(order).get(f"/orders/{order.pk}/refund/").context["plan"].request.keeps_open


def test_a_refund_that_was_not_sent_is_sent_later(order):
    browser = signed_in(order)
    page = text(press(browser, order, is_local_only="on"))
    assert "Not sent" in page
    page = text(browser.post(f"/refunds/{Refund.objects.get().pk}/sending/", follow=True))
    assert "The website is to be told of the refund." in page
    assert "Waiting" in page


def test_the_order_shows_why_the_website_was_not_told_and_sends_again(order):
    browser = signed_in(order)
    press(browser, order)
    stuck = {"state": ChangeState.STUCK, "last_error": "The store refused the status."}
    OutgoingChange.objects.update(**stuck)
    page = text(browser.get(f"/orders/{order.pk}/"))
    assert "The store refused the status." in page
    browser.post(f"/refunds/{Refund.objects.get().pk}/sending/")
    assert OutgoingChange.objects.get().state == ChangeState.WAITING


def test_without_a_website_status_it_says_so_and_is_sent_once_the_company_chose_one(order):
    uploads = order.company.connection.status_uploads
    uploads.on_cancel = uploads.on_full_refund = uploads.on_partial_refund = ""
    uploads.save()
    browser = signed_in(order)
    assert "is not told: the company has chosen no status" in text(
        press(browser, order, act="recalculate")
    )
    page = text(press(browser, order))
    refund = Refund.objects.get()
    url = f"/refunds/{refund.pk}/sending/"
    assert "Not sent" in page
    assert "The company has chosen no website status for such a refund." in page
    assert url not in page
    assert "Choose one under Order Statuses" in text(browser.post(url, follow=True))
    assert not OutgoingChange.objects.exists()
    uploads.on_full_refund, uploads.mails_on_full_refund = "X", False
    uploads.save()
    page = text(browser.get(f"/orders/{order.pk}/"))
    assert "had chosen no website status for it then, and has one now." in page
    assert url in page
    assert "is to be told of the refund" in text(browser.post(url, follow=True))
    payload = OutgoingChange.objects.get().payload
    assert (payload["code"], payload["may_mail"]) == ("X", False)
    assert "Not sent" not in text(browser.get(f"/orders/{order.pk}/"))


def test_a_refund_that_the_website_knows_by_its_status_is_not_sent(order):
    uploads = order.company.connection.status_uploads
    uploads.on_full_refund = order.store_status_code
    uploads.save()
    page = text(press(signed_in(order), order))
    assert "The website has the status “Paid” already." in page
    assert f"/refunds/{Refund.objects.get().pk}/sending/" not in page


def test_above_the_limit_it_becomes_a_request_that_somebody_else_processes(order):
    kim = signed_in(order, name="kim", limit="20.00")
    page = text(press(kim, order, act="recalculate"))
    assert "Request a refund of 29.50 USD" in page
    press(kim, order)
    asked = OrderActionRequest.objects.get()
    assert not Refund.objects.exists()
    url = f"/order-action-requests/{asked.pk}/processing/"
    assert "It is your own request" in text(kim.get("/order-action-requests/"))
    assert "It is your own request" in text(kim.post(url, follow=True))
    low = signed_in(order, name="lee", limit="25.00")
    assert "above your own refund limit of 25.00" in text(low.post(url, follow=True))
    boss = signed_in(order, name="robin")
    assert "29.50 USD of order" in text(boss.post(url, follow=True))
    made = Refund.objects.get()
    assert (str(made.by), made.total) == ("robin", asked.total)
    assert OrderActionRequest.objects.get().state == RequestState.PROCESSED
    again = {"form_key": str(uuid4())}
    assert "processed already" in text(boss.post(url, again, follow=True))


def test_the_limit_counts_all_refunds_of_a_person_on_an_order(order):
    kim, line = signed_in(order, name="kim", limit="20.00"), order.lines.get()
    press(kim, order, **{f"quantity_{line.pk}": "1", "keeps_open": "on"})
    assert Refund.objects.get().total <= 20
    press(kim, order, **{f"quantity_{line.pk}": "1"})
    assert Refund.objects.count() == 1
    assert OrderActionRequest.objects.count() == 1


def test_a_rejection_needs_a_reason_that_the_author_reads(order):
    kim = signed_in(order, name="kim", limit="1.00")
    press(kim, order)
    assert "waiting already" in text(press(kim, order))
    asked = OrderActionRequest.objects.get()
    boss, url = signed_in(order, name="robin"), f"/order-action-requests/{asked.pk}/rejection/"
    assert "Enter the reason" in text(boss.post(url, {"reason": ""}))
    boss.post(url, {"reason": "Send a replacement instead"})
    page = text(kim.get("/order-action-requests/?state=rejected"))
    assert "Send a replacement instead" in page
    assert not Refund.objects.exists()


def test_whoever_may_not_refund_is_told_so(order):
    page = signed_in(order, "Edit").get(f"/orders/{order.pk}/refund/")
    assert page.status_code == 403
    assert "Initiate refunds" in text(page)
