"""The RMA slip: what is on it, and that the customer's e-mail never leaves without it."""

from io import BytesIO

import pypdf
import pytest
from django.core import mail
from django.test import Client

from orders.models import Rma, RmaApproval, RmaStatus
from orders.returns import rmas
from orders.returns.rmas import Returned
from tests.factories import a_package, a_user


@pytest.fixture
def kim(shop):
    return a_user(shop, username="kim")


@pytest.fixture
def staff(kim) -> Client:
    browser = Client()
    browser.force_login(kim)
    return browser


@pytest.fixture
def rma(order, kim) -> Rma:
    a_package(order)
    returned = {order.lines.get().pk: Returned(quantity=1, reason="Didn't Fit")}
    return rmas.create(order, returned, "Says it shrank", by=kim)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_the_slip_says_what_comes_back_why_and_where_to(rma, staff):
    answer = staff.get(f"/rmas/{rma.pk}/slip/")
    assert answer["Content-Disposition"] == f'inline; filename="rma-slip-{rma.pk}.pdf"'
    said = text_of(answer.content)
    for words in (
        *("Return slip", f"RMA# {rma.pk}", "T-shirt", "TS-RED", "Reason: Didn't Fit"),
        *("Harbour & Pine", "Pier 4", "Hamburg", "Ana Brandt", "12 Quay Rd"),
    ):
        assert words in said
    for words in ("10.00", "29.50", "Says it shrank"):
        assert words not in said


def test_the_customer_gets_the_slip_with_the_mail(rma, staff):
    page = staff.post(f"/rmas/{rma.pk}/mail/", follow=True).content.decode()
    assert "was e-mailed to ana@example.com" in page
    (message,) = mail.outbox
    assert f"RMA# {rma.pk}" in message.body
    assert "1 x T-shirt" in message.body
    name, content, kind = message.attachments[0]
    assert (name, kind) == (f"rma-slip-{rma.pk}.pdf", "application/pdf")
    assert f"RMA# {rma.pk}" in text_of(content)
    assert rma.order.events.filter(message__contains="e-mailed to ana@example.com").exists()


@pytest.mark.parametrize("door", ["slip", "mail"])
def test_without_an_address_to_send_back_to_nothing_leaves(rma, shop, staff, door):
    shop.address1 = ""
    shop.save()
    ask = staff.get if door == "slip" else staff.post
    page = ask(f"/rmas/{rma.pk}/{door}/", follow=True).content.decode()
    assert "Harbour &amp; Pine has no address to send the items back to." in page
    assert mail.outbox == []
    rma.refresh_from_db()
    assert rma.mailed_at is None


def test_a_rejected_return_has_no_slip_and_no_mail(rma, kim, staff):
    rmas.set_statuses(rma, RmaStatus.CLOSED, RmaApproval.REJECTED, by=kim)
    page = staff.get(f"/rmas/{rma.pk}/").content.decode()
    assert f"/rmas/{rma.pk}/slip/" not in page
    assert f"/rmas/{rma.pk}/mail/" not in page
    page = staff.post(f"/rmas/{rma.pk}/mail/", follow=True).content.decode()
    assert "is Rejected: there is nothing to send back." in page
    assert mail.outbox == []


def test_a_mail_that_does_not_leave_is_told(rma, staff, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = staff.post(f"/rmas/{rma.pk}/mail/", follow=True).content.decode()
    assert "The mail server did not take the mail" in page
    rma.refresh_from_db()
    assert rma.mailed_at is None
