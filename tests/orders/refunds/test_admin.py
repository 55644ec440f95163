"""Django admin of refunds, requests and RMAs: shown, and never changed by hand."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from orders.models import OrderActionRequest, Refund, Rma, RmaLine
from orders.refunds.issue_refund import issue_refund, refund_or_request
from orders.returns import rmas
from orders.returns.rmas import Returned
from tests.factories import a_package, a_user, an_order
from tests.orders.conftest import wanted


@pytest.fixture
def root(db: None) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root"))
    return browser


@pytest.fixture
def rows(shop, order) -> dict[str, int]:
    """One of each, by the name that Django admin gives its pages."""
    kim = a_user(shop, username="kim")
    a_package(order)
    returned = {order.lines.get().pk: Returned(quantity=1, reason="Damaged")}
    rma = rmas.create(order, returned, "", by=kim)
    other = an_order(shop, "98")
    lee = a_user(shop, username="lee")
    lee.memberships.update(refund_limit=1)
    return {
        "refund": issue_refund(order, wanted(order, 1), by=kim).pk,
        "rma": rma.pk,
        "rmaline": rma.lines.get().pk,
        "orderactionrequest": refund_or_request(other, wanted(other), by=lee).pk,
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [("refund", "97"), ("rma", "97"), ("rmaline", "TS-RED"), ("orderactionrequest", "98")],
)
def test_a_row_is_found_read_and_neither_added_changed_nor_deleted(root, rows, name, words):
    places = f"/admin/orders/{name}/", f"/admin/orders/{name}/{rows[name]}/"
    assert f"{places[1]}change/" in root.get(f"{places[0]}?q={words}").content.decode()
    assert f"{places[1]}change/" not in root.get(f"{places[0]}?q=nothing").content.decode()
    page = root.get(f"{places[1]}change/")
    assert page.status_code == 200
    text = page.content.decode()
    assert 'name="_save"' not in text
    assert 'name="status"' not in text
    assert "deletelink" not in text
    assert root.get(f"{places[0]}add/").status_code == 403
    assert root.post(f"{places[1]}change/", {"status": "closed", "total": 0}).status_code == 403
    assert root.post(f"{places[1]}delete/", {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [rows[name]], "post": "yes"}
    root.post(places[0], sent)
    counts = [model.objects.count() for model in (Refund, Rma, RmaLine, OrderActionRequest)]
    assert counts == [1, 1, 1, 1]
    assert Rma.objects.get().status == "open"
