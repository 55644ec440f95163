"""Fixtures that many tests share."""

import time
from collections.abc import Callable

import pytest
import pytest_django
from django.test import Client

from core.notifying import leave_alone_until
from settings.models import Company
from stores.port import Store
from tests.factories import a_company, a_user
from tests.fakes import FakeStore


@pytest.fixture(autouse=True)
def _quick_passwords(settings: pytest_django.Settings) -> None:
    """Passwords are hashed for hundreds of people here, and guarded from nobody."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_silence() -> None:
    """No test's broken broker keeps the next test from notifying workers."""
    leave_alone_until(0.0)


@pytest.fixture
def company(db: None) -> Company:
    """A connected company that downloads paid orders."""
    return a_company(allow_order_download=True)


@pytest.fixture
def staff(client: Client, company: Company) -> Client:
    """A browser in which somebody of `company` is signed in."""
    client.force_login(a_user(company))
    session = client.session
    session["seen_at"] = int(time.time())  # so that the first page has nothing to note
    session.save()
    return client


@pytest.fixture(autouse=True)
def _has_just_signed_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever a test signs in by force has just done so, unless the test asks for `sign_ins`."""
    if "sign_ins" not in request.fixturenames:
        monkeypatch.setattr("core.fresh_sign_in.is_fresh", lambda _request: True)


@pytest.fixture
def sign_ins() -> None:
    """Signing in counts as it does: see `core.fresh_sign_in`."""


_OPENERS = ("runs.import_orders", "reading.open_store")


@pytest.fixture
def fake_store(monkeypatch: pytest.MonkeyPatch) -> FakeStore:
    """The store that every company is connected to in this test."""
    store = FakeStore()
    opener: Callable[[object], Store] = lambda _connection: store  # noqa: E731
    importing = [f"orders.importing.{name}" for name in _OPENERS]
    for place in (*importing, "stores.testing", "stores.delivery.dispatcher"):
        monkeypatch.setattr(f"{place}.open_store", opener)
    return store
