"""One small order in a store of every kind: the adapter, the fake, and the example of the docs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.examples.drop_folder.store import DropFolderStore
from sandbox.order_building import new_line
from sandbox.server import SandboxStore
from settings.models import Company, StoreConnection
from stores.port import Store, StoreOrder
from tests.cscart.conftest import adapter_of
from tests.factories import PAID, SHIPPED, a_line, a_notice, a_store_order
from tests.fakes import FakeStore


@dataclass
class Shop:
    """A store with order 1: two T-shirts (line 11) and one mug (line 12), none shipped.

    `mails` counts what customers were sent; `sent_code` is the store's status for what has left.
    """

    store: Store
    mails: Callable[[], int]
    sent_code: str = "C"

    def order(self) -> StoreOrder:
        """Order 1 as it stands now."""
        (order,) = self.store.look_at(["1"])
        assert isinstance(order, StoreOrder)
        return order

    def send(self, *lines: tuple[str, int], **fields: Any) -> str:
        """Tell it of a parcel; of both T-shirts unless `lines` say otherwise."""
        return self.store.send_shipment(a_notice("1", *(lines or (("11", 2),)), **fields))


def adapter_shop(sandbox: SandboxStore) -> Shop:
    """The CS-Cart adapter, over HTTP."""
    sandbox.control.create_order(products=[new_line(11, amount=2), new_line(12, amount=1)])
    return Shop(adapter_of(sandbox), lambda: len(sandbox.control.mails()["mails"]))


def fake_shop() -> Shop:
    """The fake of other tests, with CS-Cart's ways."""
    fake = FakeStore(a_store_order("1", lines=(a_line("11"), a_line("12", quantity=1))))
    fake.listed_statuses = [PAID, SHIPPED]
    return Shop(fake, lambda: len(fake.mails))


ORDER_FILE = {
    "number": "1",
    "state": "paid",
    "placed": "2026-11-01T12:00:00+00:00",
    "changed": "2026-11-01T12:05:00+00:00",
    "currency": "EUR",
    "email": "ana@example.com",
    "ship_to": {"first_name": "Ana", "last_name": "Brandt", "city": "Boston", "country": "US"},
    "items": [
        {"id": "11", "sku": "TS-RED", "title": "T-shirt", "cents": 1000, "count": 2},
        {"id": "12", "sku": "MUG", "title": "Mug", "cents": 500, "count": 1},
    ],
    "delivery": {"id": "1", "cents": 750},
    "tax_cents": 200,
}


def example_shop(folder: Path) -> Shop:
    """The adapter of docs/second-store.md."""
    orders = folder / "0" / "orders"
    orders.mkdir(parents=True)
    (orders / "1.json").write_text(json.dumps(ORDER_FILE))
    mails = folder / "0" / "mails.txt"
    connection = StoreConnection(company=Company(name="Test", pk=0))

    def count() -> int:
        return len(mails.read_text().splitlines()) if mails.exists() else 0

    return Shop(DropFolderStore(connection), count, sent_code="sent")
