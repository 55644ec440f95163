"""Test Settings: trying, one after the other, what the connector needs from a store.

Nothing is changed in the store: the one write goes to an order that cannot exist.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from cscart_connector.cscart.client import CsCartClient, Login
from stores.errors import (
    StoreError,
    StoreForbidden,
    StoreLoginRejected,
    StoreMoved,
    StoreRecordMissing,
    StoreRefused,
)
from stores.port import Finding, StoreAbilities, Verdict

OpenClient = Callable[[Login], CsCartClient]

# Above what the store's order numbers can reach (MySQL mediumint unsigned: 16,777,215).
NO_ORDER = "99999999"

_LOGIN_ADVICE = (
    "The store rejects the login. Check in this order: the Username is the e-mail of an active "
    "administrator; API access is switched on in the administrator's profile; the API Password is "
    "the key shown there. If all three are right, the store's web server drops the Authorization "
    "header: its host must pass it on to PHP."
)


def diagnose(
    login: Login, open_client: OpenClient, abilities: Callable[[], StoreAbilities]
) -> Iterator[Finding]:
    """Findings in the order in which things depend on each other. Never raises `StoreError`."""
    client = open_client(login)
    try:
        reached = list(_reach(client, login, open_client))
        yield from reached
        if reached[-1].verdict == Verdict.FAILED:
            return
        yield _statuses(client)
        yield _shipments(client)
        yield _shippings(client)
        yield from _release(client, abilities)
    finally:
        client.close()


def _reach(client: CsCartClient, login: Login, open_client: OpenClient) -> Iterator[Finding]:
    """Reach the store, sign in, list orders: the first that fails ends it."""
    try:
        client.get("orders", {"items_per_page": 1})
    except StoreLoginRejected as error:
        yield _works("Reach the store", f"The store answers at {login.base_url}.")
        has_own_advice = "web server itself" in error.sentence
        yield _failed("Sign in", error.sentence if has_own_advice else _LOGIN_ADVICE)
    except StoreForbidden:
        yield _works("Reach the store", f"The store answers at {login.base_url}.")
        yield _works("Sign in", f"The store knows {login.email} and the key.")
        yield _failed("List orders", _why_no_orders(client))
    except StoreMoved as error:
        yield _failed("Reach the store", error.sentence)
    except StoreRefused as error:
        yield _failed("Reach the store", _other_addressing(login, open_client) or error.sentence)
    except StoreError as error:
        yield _failed(
            "Reach the store",
            f"{error.sentence} Open the Website URL in a browser; if the store is slow or closed "
            "there as well, tell its host. The test can be run again at any time.",
        )
    else:
        yield _works("Reach the store", f"The store answers at {login.base_url}.")
        yield _works("Sign in", f"The store knows {login.email} and the key.")
        yield _works("List orders", "Orders can be downloaded.")


def _why_no_orders(client: CsCartClient) -> str:
    # A vendor's key opens nothing of the back office; an administrator who only lacks the right to
    # view orders nearly always has some other one.
    if any(_may(client, entity) for entity in ("statuses", "shippings", "payments")):
        return (
            "The administrator lacks the right “View orders”. Give it to the user group of this "
            "administrator in the store, or use the key of another one."
        )
    return (
        "This looks like a vendor's key: it opens nothing of the back office, and a vendor's key "
        "never works for orders. Use the key of an administrator of the whole store."
    )


def _may(client: CsCartClient, entity: str) -> bool:
    try:
        client.get(entity, {"items_per_page": 1})
    except StoreError:
        return False
    return True


def _other_addressing(login: Login, open_client: OpenClient) -> str:
    """What to do when the API is not at this address but at its other one; '' when at neither."""
    other = open_client(replace(login, with_rewriting=not login.with_rewriting))
    try:
        other.get("orders", {"items_per_page": 1})
    except StoreError:
        return ""
    finally:
        other.close()
    choice = "Without rewriting" if login.with_rewriting else "With rewriting"
    return (
        "There is no API at this address, but there is at the other one: "
        f"choose “{choice}” as API address."
    )


def _statuses(client: CsCartClient) -> Finding:
    item = "Read order statuses"
    try:
        client.get("statuses", {"type": "O", "items_per_page": 0})
    except StoreForbidden:
        return Finding(
            item=item,
            verdict=Verdict.LIMITED,
            sentence=(
                "The administrator lacks the right “Manage order statuses”, which reading them "
                "takes. The built-in statuses serve; the store's own are read as unpaid and named "
                "by their letter."
            ),
        )
    except StoreError as error:
        return _failed(item, f"{error.sentence} The built-in statuses serve until it works.")
    return _works(item, "The store's own statuses are known by name.")


def _shipments(client: CsCartClient) -> Finding:
    item = "List shipments"
    try:
        client.get("shipments", {"items_per_page": 1})
    except StoreForbidden:
        return _failed(
            item,
            "The administrator may not list shipments. Give the right “View orders” in the store; "
            "without it tracking cannot be uploaded, since we look before we create a shipment.",
        )
    except StoreError as error:
        return _failed(item, error.sentence)
    return _works(item, "Tracking can be uploaded without doubling a shipment.")


def _shippings(client: CsCartClient) -> Finding:
    item = "List shipping methods"
    try:
        client.get("shippings", {"items_per_page": 1})
    except StoreForbidden:
        return Finding(
            item=item,
            verdict=Verdict.LIMITED,
            sentence=(
                "The administrator lacks the right “View shipping methods”. Methods can still be "
                "mapped by the names that orders bring."
            ),
        )
    except StoreError as error:
        return _failed(item, error.sentence)
    return _works(item, "The store's shipping methods can be offered for mapping.")


def _release(client: CsCartClient, abilities: Callable[[], StoreAbilities]) -> Iterator[Finding]:
    try:
        found = abilities()
    except StoreError as error:
        yield _failed("Find changed orders", error.sentence)
        return
    yield _either(
        found.finds_changed_orders,
        "Find changed orders",
        "Each run asks for what changed since the last one.",
        "This release cannot: each run asks for the orders of the last two weeks and for all "
        "that are open here.",
    )
    yield _either(
        found.lists_whole_orders,
        "Whole orders in lists",
        "25 orders come with one request.",
        "This release cannot: changed orders are fetched one by one, several at a time.",
    )
    yield _status_changes(client)


def _status_changes(client: CsCartClient) -> Finding:
    # A status-only change of an order that does not exist is answered like a success. Without the
    # right to change statuses, and in old releases, the same call would rebuild the order, and so
    # finds that there is none.
    item = "Change an order's status"
    try:
        client.set_order_status(NO_ORDER, "P", notify_user=False)
    except (StoreRecordMissing, StoreForbidden):
        return Finding(
            item=item,
            verdict=Verdict.LIMITED,
            sentence=(
                "It would rebuild the order with today's prices, so we never do it: the "
                "administrator lacks the rights “Edit order” and “Change order status”, or the "
                "release is too old. Set every status under Order Statuses to None, or give the "
                "rights."
            ),
        )
    except StoreError as error:
        return _failed(item, error.sentence)
    return _works(item, "A status can be set without touching anything else of the order.")


def _either(is_there: bool, item: str, if_so: str, if_not: str) -> Finding:
    verdict = Verdict.WORKS if is_there else Verdict.LIMITED
    return Finding(item=item, verdict=verdict, sentence=if_so if is_there else if_not)


def _works(item: str, sentence: str) -> Finding:
    return Finding(item=item, verdict=Verdict.WORKS, sentence=sentence)


def _failed(item: str, sentence: str) -> Finding:
    return Finding(item=item, verdict=Verdict.FAILED, sentence=sentence)
