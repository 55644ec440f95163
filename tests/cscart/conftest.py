"""Sandbox stores over real HTTP, and the adapter pointed at them."""

from collections.abc import Callable, Iterator

import pytest

from cscart_connector.cscart.client import CsCartClient, Login, Patience
from cscart_connector.cscart.store import CsCartStore
from sandbox.server import SandboxStore
from settings.models import Company, StoreConnection

IMPATIENT = Patience(connect=1, read=0.5, whole=1.0, tries=3, first_pause=0.01, longest_pause=2)


def client_of(sandbox: SandboxStore, **login) -> CsCartClient:
    """An impatient client of a sandbox store."""
    details = {"base_url": sandbox.base_url, "email": sandbox.email, "api_key": sandbox.api_key}
    return CsCartClient(
        Login(**{**details, **login}), patience=IMPATIENT, sleep=lambda seconds: None
    )


def adapter_of(sandbox: SandboxStore, **login) -> CsCartStore:
    """The adapter in front of a sandbox store."""
    connection = StoreConnection(company=Company(name="Test"), store_url=sandbox.base_url)
    return CsCartStore(connection, client_of(sandbox, **login))


@pytest.fixture
def sandbox() -> Iterator[SandboxStore]:
    """An empty store of the newest release."""
    with SandboxStore() as store:
        yield store


@pytest.fixture
def sandbox_of() -> Iterator[Callable[..., SandboxStore]]:
    """Make stores: `sandbox_of("4.10", orders=5)`."""
    opened: list[SandboxStore] = []

    def make(profile: str = "4.20", **options) -> SandboxStore:
        store = SandboxStore(profile, **options)
        store.__enter__()
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.stop()
