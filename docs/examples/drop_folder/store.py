"""A whole store adapter by way of example: a shop that lays its orders into a folder.

The shop has no HTTP interface. Its warehouse export writes `orders/<number>.json`, amounts in cents
and states in words of its own; it reads `shipments/<number>.json` and mails its customers of them,
which this example notes in `mails.txt`. docs/second-store.md walks through it.
"""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docs.examples.drop_folder import translate
from docs.examples.drop_folder.translate import Row
from settings.models import StoreConnection
from stores.errors import StoreRefused, StoreUnavailable
from stores.port import (
    Finding,
    OrderPage,
    ShipmentNotice,
    StoreAbilities,
    StoreOrder,
    StoreShipment,
    StoreShippingMethod,
    StoreStatus,
    UnreadableOrder,
    Verdict,
)

PAGE_SIZE = 50


class DropFolderStore:
    """One company's folder, `DROP_FOLDERS/<company id>`. Methods as in `stores.port.Store`."""

    def __init__(self, connection: StoreConnection) -> None:
        folder = Path(os.environ.get("DROP_FOLDERS", "/srv/drop")) / str(connection.company_id)
        if not (folder / "orders").is_dir():
            raise StoreUnavailable(f"The folder {folder} is not there. Mount the shop's folder.")
        self._folder = folder

    # What the store can do.

    def abilities(self) -> StoreAbilities:
        """Files are read at once: lists carry whole orders, and say when they changed."""
        return StoreAbilities(finds_changed_orders=True, lists_whole_orders=True)

    def clock(self) -> datetime:
        """The folder has no clock but ours."""
        return datetime.now(UTC)

    def statuses(self) -> Sequence[StoreStatus]:
        """The shop's states."""
        return [translate.status(code) for code in translate.STATES]

    def shipping_methods(self) -> Sequence[StoreShippingMethod]:
        """How the shop sends."""
        return [
            StoreShippingMethod(store_shipping_id=key, name=name, is_active=True)
            for key, name in translate.METHODS.items()
        ]

    # Reading orders.

    def all_orders(
        self,
        abilities: StoreAbilities,
        *,
        placed_since: datetime | None = None,
        placed_until: datetime | None = None,
        after: int = 0,
    ) -> Iterator[OrderPage]:
        """By rising number, read off one listing of the folder."""

        def fits(row: Row) -> bool:
            placed = translate.moment(row, "placed")
            if placed is None:
                return True  # it is listed, so that people see that it cannot be read
            is_late_enough = placed_since is None or placed >= placed_since
            return is_late_enough and (placed_until is None or placed <= placed_until)

        rows = [row for row in self._orders() if int(row["number"]) > after and fits(row)]
        return self._pages(rows, is_whole=abilities.lists_whole_orders)

    def orders_changed_since(
        self, since: datetime, abilities: StoreAbilities
    ) -> Iterator[OrderPage]:
        """By rising number, those stamped at or after `since`."""
        stamped = ((row, translate.moment(row, "changed")) for row in self._orders())
        rows = [row for row, changed in stamped if changed is None or changed >= since]
        return self._pages(rows, is_whole=abilities.lists_whole_orders)

    def orders_by_id(self, store_order_ids: Sequence[str]) -> Iterator[OrderPage]:
        """The named ones, without whole orders."""
        return self._pages(self._named(store_order_ids), is_whole=False)

    def fetch_orders(
        self, store_order_ids: Sequence[str]
    ) -> Iterator[StoreOrder | UnreadableOrder]:
        """The named ones, whole."""
        yield from (self.read(row) for row in self._named(store_order_ids))

    def look_at(self, store_order_ids: Sequence[str]) -> Iterator[StoreOrder | UnreadableOrder]:
        """As they stand now: a file costs the same either way."""
        return self.fetch_orders(store_order_ids)

    def read(self, document: dict[str, Any]) -> StoreOrder | UnreadableOrder:
        """Translate a file; what cannot be read becomes a sentence, and stops no other order."""
        try:
            return translate.order(document, list(self._shipments_of(document["number"])))
        except (KeyError, TypeError, ValueError) as error:
            number = str(document.get("number", "?"))
            sentence = f"The file cannot be read: {type(error).__name__} {error}."
            return UnreadableOrder(store_order_id=number, sentence=sentence, document=document)

    # Reading shipments.

    def shipments_after(self, last_shipment_id: int) -> Iterator[Sequence[StoreShipment]]:
        """One batch, newest first."""
        rows = [row for row in self._shipments() if int(row["number"]) > last_shipment_id]
        yield [translate.shipment(row) for row in reversed(rows)]

    def shipments_of(self, store_order_ids: Sequence[str]) -> Iterator[StoreShipment]:
        """All of the named orders."""
        for number in store_order_ids:
            yield from (translate.shipment(row) for row in self._shipments_of(number))

    def shipment(self, store_shipment_id: str) -> StoreShipment | None:
        """One of them."""
        row = _json(self._folder / "shipments" / f"{store_shipment_id}.json")
        return translate.shipment(row) if row else None

    def orphans_at(self, shipped_at: datetime) -> Iterator[StoreShipment]:
        """None: a file is there as a whole, or not at all."""
        yield from ()

    # Telling the store.

    def send_shipment(self, notice: ShipmentNotice) -> str:
        """Lay a file down; the shop reads it within minutes. Refuses what the order has not."""
        found = self._named([notice.store_order_id])
        if not found:
            raise StoreRefused(f"The shop has no order {notice.store_order_id}.")
        row = found[0]
        remaining = translate.left(row, self._shipments_of(notice.store_order_id))
        for line in notice.lines:
            if line.quantity > remaining.get(line.store_line_id, 0):
                raise StoreRefused(f"Order {row['number']} has not so many of {line.name} left.")
        number = str(max((int(one["number"]) for one in self._shipments()), default=0) + 1)
        shipment = {
            "number": number,
            "order": notice.store_order_id,
            "carrier": notice.carrier,
            "tracking": notice.tracking_number,
            "sent_at": notice.shipped_at.replace(microsecond=0).isoformat(),
            "items": {line.store_line_id: line.quantity for line in notice.lines},
        }
        self._write("shipments", number, shipment)
        if notice.may_mail:
            self._mail(f"shipment {number} of order {notice.store_order_id}")
        return number

    def remove_orphan(self, store_shipment_id: str) -> None:
        """There are none, so whatever is named has items."""
        if self.shipment(store_shipment_id) is not None:
            raise StoreRefused(f"Shipment {store_shipment_id} has items, so it was not deleted.")

    def correct_shipment(self, store_shipment_id: str, tracking_number: str) -> None:
        """Write the file again with the other number."""
        row = _json(self._folder / "shipments" / f"{store_shipment_id}.json")
        if row:
            self._write("shipments", store_shipment_id, row | {"tracking": tracking_number})

    def can_set_statuses(self) -> bool:
        """A state is one word in the order's file; nothing else moves."""
        return True

    def set_status(self, store_order_id: str, code: str, *, may_mail: bool) -> None:
        """Write the order's file again with the other state."""
        if code not in translate.STATES:
            raise StoreRefused(f"The shop has no state “{code}”.")
        for row in self._named([store_order_id]):
            if row["state"] == code:
                return
            now = datetime.now(UTC).isoformat()
            self._write("orders", store_order_id, row | {"state": code, "changed": now})
            if may_mail:
                self._mail(f"order {store_order_id} is {code}")

    # Around it.

    def diagnose(self) -> Iterator[Finding]:
        """The folder is there, or this object could not have been made; may we write?"""
        works = Verdict.WORKS
        yield Finding(item="Folder", verdict=works, sentence="The shop's folder is there.")
        count = len(self._orders())
        yield Finding(item="List orders", verdict=works, sentence=f"It holds {count} orders.")
        if os.access(self._folder, os.W_OK):
            yield Finding(item="Write", verdict=works, sentence="Shipments can be laid down.")
        else:
            sentence = "Nothing can be written there. Give this program's user the right to."
            yield Finding(item="Write", verdict=Verdict.LIMITED, sentence=sentence)

    def close(self) -> None:
        """Nothing is held open."""

    def _orders(self) -> list[Row]:
        return _rows(self._folder / "orders")

    def _named(self, numbers: Sequence[str]) -> list[Row]:
        wanted = (_json(self._folder / "orders" / f"{int(number)}.json") for number in numbers)
        return [row for row in wanted if row]

    def _shipments(self) -> list[Row]:
        return _rows(self._folder / "shipments")

    def _shipments_of(self, number: str) -> list[Row]:
        return [row for row in self._shipments() if row["order"] == number]

    def _pages(self, rows: list[Row], *, is_whole: bool) -> Iterator[OrderPage]:
        for start in range(0, len(rows), PAGE_SIZE):
            page = rows[start : start + PAGE_SIZE]
            listed = [translate.listed(row, self.read(row), is_whole=is_whole) for row in page]
            yield OrderPage(rows=listed, expected=len(rows))

    def _write(self, kind: str, number: str, row: Row) -> None:
        path = self._folder / kind / f"{number}.json"
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        try:
            unfinished.write_text(json.dumps(row))
            unfinished.replace(path)  # whole, or not at all
        except OSError as error:
            raise StoreUnavailable(f"The folder cannot be written to: {error}.") from error

    def _mail(self, text: str) -> None:
        with (self._folder / "mails.txt").open("a") as mails:
            mails.write(f"{text}\n")


def _rows(folder: Path) -> list[Row]:
    """Every file's contents, by rising number."""
    if not folder.is_dir():
        return []
    paths = sorted(folder.glob("*.json"), key=lambda path: int(path.stem))
    return [row for path in paths if (row := _json(path))]


def _json(path: Path) -> Row | None:
    """A file's contents; None when it is not there. A file that is being replaced is whole."""
    try:
        row: Row = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreUnavailable(f"{path.name} cannot be read: {error}.") from error
    return row
