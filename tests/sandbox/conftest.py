"""Sandbox stores, and plain requests to them."""

from collections.abc import Iterator

import pytest
import requests

from sandbox.server import SandboxStore


@pytest.fixture
def store() -> Iterator[SandboxStore]:
    """An empty store of the newest release."""
    with SandboxStore() as running:
        yield running


@pytest.fixture
def old_store() -> Iterator[SandboxStore]:
    """An empty store of release 4.10."""
    with SandboxStore("4.10") as running:
        yield running


def call(store: SandboxStore, method: str, path: str, **how) -> requests.Response:
    how.setdefault("auth", (store.email, store.api_key))
    url = store.api_url + path
    if path.startswith("../"):
        url = f"{store.base_url}/api/{path.removeprefix('../')}"
    return requests.request(method, url, timeout=5, allow_redirects=False, **how)


def get(store: SandboxStore, path: str, **query):
    return call(store, "GET", path, params=query).json()
