"""Test Settings against the sandbox store in each broken mode: the right item, the right words."""

from collections.abc import Callable
from typing import Any

import pytest

from cscart_connector.cscart.client import CsCartClient, Login, Patience
from cscart_connector.cscart.responses import RawResponse, read_response
from cscart_connector.cscart.store import CsCartStore, login_of
from sandbox.server import SandboxStore
from settings.models import Company, StoreConnection
from stores.errors import StoreLoginRejected
from stores.port import Finding, Verdict

QUICK = Patience(connect=1, read=0.5, whole=1.0, tries=1)

WORKS, LIMITED, FAILED = Verdict.WORKS, Verdict.LIMITED, Verdict.FAILED


def diagnosis(store: SandboxStore, **columns: Any) -> dict[str, Finding]:
    """The findings by item, as a person with less patience than usual meets them."""
    columns = {"api_email": store.email, "api_key": store.api_key, **columns}
    connection = StoreConnection(
        company=Company(name="Test"), store_url=store.base_url, addressing="rewrite", **columns
    )

    def open_client(login: Login) -> CsCartClient:
        return CsCartClient(login, patience=QUICK)

    adapter = CsCartStore(connection, open_client(login_of(connection)))
    return {finding.item: finding for finding in adapter.diagnose(open_client)}


def test_a_good_store_works_in_every_item(sandbox):
    findings = diagnosis(sandbox)
    assert {finding.verdict for finding in findings.values()} == {WORKS}
    assert len(findings) == 9


def limit(store: SandboxStore, *lacking: str, **user: Any) -> dict[str, str]:
    """A login at the store without some rights."""
    rights = [right for right in store.state.users[store.email]["rights"] if right not in lacking]
    store.control.add_user("clerk@store.example", "K" * 32, rights=tuple(rights), **user)
    return {"api_email": "clerk@store.example", "api_key": "K" * 32}


Break = Callable[[SandboxStore], dict[str, Any]]

# mode: how the store is broken, the item that tells, how it went, words of the sentence
BROKEN: dict[str, tuple[Break, str, Verdict, str]] = {
    "wrong key": (
        lambda store: {"api_key": "X" * 32}, "Sign in", FAILED, "the key shown there",
    ),
    "API access switched off": (
        lambda store: limit(store, active=False), "Sign in", FAILED, "API access is switched on",
    ),
    "Authorization header dropped": (
        lambda store: store.control.settings(drops_authorization=True),
        "Sign in", FAILED, "drops the Authorization header",
    ),
    "vendor's key": (
        lambda store: limit(store, vendor=True), "List orders", FAILED,
        "a vendor's key never works for orders",
    ),
    "no right to view orders": (
        lambda store: limit(store, "view_orders"), "List orders", FAILED, "“View orders”",
    ),
    "redirect to https": (
        lambda store: store.control.fault("301-https", times=9),
        "Reach the store", FAILED, "Enter that as Website URL",
    ),
    "API on https only": (
        lambda store: store.control.settings(https_only=True),
        "Reach the store", FAILED, "Enter its address with https://",
    ),
    "HTML instead of JSON": (
        lambda store: store.control.fault("html-200", times=9),
        "Reach the store", FAILED, "web page",
    ),
    "no rewriting on the server": (
        lambda store: store.control.settings(rewriting=False),
        "Reach the store", FAILED, "choose “Without rewriting” as API address",
    ),
    "no answer in time": (
        lambda store: store.control.fault("late", times=9, seconds=2),
        "Reach the store", FAILED, "did not answer in time",
    ),
    "closed for maintenance": (
        lambda store: store.control.fault("503-html", times=9),
        "Reach the store", FAILED, "closed for maintenance",
    ),
    "no right to read statuses": (
        lambda store: limit(store, "manage_order_statuses"),
        "Read order statuses", LIMITED, "The built-in statuses serve",
    ),
    "no right to list shipments": (
        lambda store: store.control.fault("403", path="shipments", times=9),
        "List shipments", FAILED, "may not list shipments",
    ),
    "no right to view shipping methods": (
        lambda store: limit(store, "view_shipping"),
        "List shipping methods", LIMITED, "by the names that orders bring",
    ),
    "no right to change statuses": (
        lambda store: limit(store, "change_order_status"),
        "Change an order's status", LIMITED, "rebuild the order",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mode", BROKEN)
def test_each_broken_mode_says_what_to_do(sandbox, mode):
    break_it, item, verdict, words = BROKEN[mode]
    sandbox.control.create_order()
    asked = break_it(sandbox)
    columns = {name: value for name, value in asked.items() if name.startswith("api_")}
    findings = diagnosis(sandbox, **columns)
    assert findings[item].verdict == verdict
    assert words in findings[item].sentence
    others = [one for one in findings.values() if one.item != item]
    assert {one.verdict for one in others} <= {WORKS}, "one thing is broken, one item says so"


def test_an_old_release_is_told_apart(sandbox_of):
    store = sandbox_of("4.10", orders=3)
    findings = diagnosis(store)
    assert findings["Find changed orders"].verdict == LIMITED
    assert "two weeks" in findings["Find changed orders"].sentence
    assert findings["Whole orders in lists"].verdict == LIMITED
    assert findings["Change an order's status"].verdict == WORKS


def test_a_password_of_the_web_server_is_not_taken_for_the_stores(sandbox):
    """Another realm than CS-Cart's own means that PHP was never asked."""
    headers = {"www-authenticate": 'Basic realm="Staging"'}
    with pytest.raises(StoreLoginRejected, match="itself asks for a password"):
        read_response(RawResponse(401, headers, b""), is_write=False)


def test_nothing_is_changed_by_a_test(sandbox):
    sandbox.control.create_order()
    before = repr(sandbox.state.as_document())
    diagnosis(sandbox)
    assert repr(sandbox.state.as_document()) == before


@pytest.mark.django_db
def test_the_test_knows_both_addressings(sandbox):
    sandbox.control.settings(rewriting=False)
    connection = StoreConnection(
        company=Company(name="Test"),
        store_url=sandbox.base_url,
        addressing="query",
        api_email=sandbox.email,
        api_key=sandbox.api_key,
    )
    findings = list(CsCartStore(connection).diagnose())
    assert {finding.verdict for finding in findings} == {WORKS}
