"""The half of the gate that tells a CS-Cart store something, and looks how it stands there.

Reference: docs of the REST API, entities orders and shipments; what the calls really do was learnt
from several releases. A second POST of a shipment makes a second shipment and a second e-mail, so
nothing here tries a write again: the caller looks first.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from typing import Any

from core.parts import in_parts
from cscart_connector.cscart import translate, wire
from cscart_connector.cscart.client import CsCartClient
from cscart_connector.cscart.diagnosis import NO_ORDER
from cscart_connector.cscart.statuses import StatusTable
from cscart_connector.cscart.walk import Params, walk_pages
from cscart_connector.cscart.wire import Row, mapping, text, whole
from stores.errors import (
    StoreForbidden,
    StoreRecordMissing,
    StoreRefused,
    StoreUnavailable,
)
from stores.port import ShipmentNotice, StoreOrder, StoreShipment, UnreadableOrder

# A whole order costs the store tens of queries, a row of a plain list hardly anything.
WHOLE_ORDERS_PER_PAGE = 25
ROWS_PER_PAGE = 100

AnyOrder = StoreOrder | UnreadableOrder


class Sending:
    """Base of `CsCartStore`; methods as in `stores.port.Store`."""

    _client: CsCartClient
    _parallel: int
    _can_list_whole_orders: bool

    def look_at(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        """See `Store`. Pages of whole orders; what they leave out is asked for one by one."""
        parts = list(in_parts(store_order_ids, WHOLE_ORDERS_PER_PAGE))
        table = self.known_statuses()
        with ThreadPoolExecutor(max_workers=self._parallel) as pool:
            listed = [row for rows in pool.map(self._whole_rows, parts) for row in rows]
        seen = {text(row, "order_id") for row in listed}
        yield from (translate.order(row, table) for row in listed)
        yield from self.fetch_orders([one for one in store_order_ids if one not in seen])

    def send_shipment(self, notice: ShipmentNotice) -> str:
        """See `Store`. Which method it goes by matters little to the store, but one must be named.

        Raises `StoreRefused` also where the store's answer names no shipment.
        """
        shipping_id = notice.store_shipping_id or self._any_shipping_id
        answer = self._client.create_shipment(translate.shipment_body(notice, shipping_id))
        number = text(answer, "shipment_id") if isinstance(answer, dict) else ""
        if not number.isdecimal():
            raise StoreUnavailable(
                "The store's answer does not name the shipment it made.", may_have_happened=True
            )
        return number

    def orphans_at(self, shipped_at: datetime) -> Iterator[StoreShipment]:
        """See `Store`. The filter by order cannot see them, the filter by time can."""
        seconds = int(shipped_at.timestamp())
        params: Params = {
            "shipment_period": "C",
            "shipment_time_from": seconds,
            "shipment_time_to": seconds,
            "sort_by": "id",
            "sort_order": "desc",
        }
        for rows, _, _ in walk_pages(self._shipments_page, params, ROWS_PER_PAGE):
            read = (translate.shipment(row, orphan_too=True) for row in rows)
            yield from (one for one in read if one and _is_orphan(one))

    def remove_orphan(self, store_shipment_id: str) -> None:
        """See `Store`."""
        found = self.shipment(store_shipment_id)
        if found is None:
            return
        if not _is_orphan(found):
            raise StoreRefused(f"Shipment {store_shipment_id} has items, so it was not deleted.")
        try:
            self._client.delete_shipment(store_shipment_id)
        except StoreRecordMissing:
            return

    def shipment(self, store_shipment_id: str) -> StoreShipment | None:
        """See `Store`."""
        try:
            row, _ = self._client.get(f"shipments/{int(store_shipment_id)}")
        except StoreRecordMissing:
            return None
        return translate.shipment(row, orphan_too=True) if isinstance(row, dict) else None

    def correct_shipment(self, store_shipment_id: str, tracking_number: str) -> None:
        """See `Store`."""
        self._client.correct_shipment(store_shipment_id, translate.ascii_text(tracking_number))

    def can_set_statuses(self) -> bool:
        """See `Store`.

        A status-only change of an order that does not exist is answered like a success. Without the
        right to change statuses, and in old releases, the same call would rebuild the order, and so
        finds that there is none.
        """
        try:
            self._client.set_order_status(NO_ORDER, "P", notify_user=False)
        except (StoreRecordMissing, StoreForbidden):
            return False
        return True

    def set_status(self, store_order_id: str, code: str, *, may_mail: bool) -> None:
        """See `Store`."""
        self._client.set_order_status(store_order_id, code, notify_user=may_mail)

    def known_statuses(self) -> StatusTable:
        """The table by which orders are read."""
        raise NotImplementedError

    def fetch_orders(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        """See `Store`."""
        raise NotImplementedError

    def _whole_rows(self, store_order_ids: Sequence[str]) -> list[Row]:
        """Rows with whole orders, as many as the store gives in a list; none where it gives none.

        No order is looked for by page: the ids are few.
        """
        if not self._can_list_whole_orders or len(store_order_ids) == 1:
            return []  # one order alone costs the same by its own address
        params: Params = {
            "order_id": ",".join(store_order_ids),
            "get_orders_data": 1,
            "page": 1,
            "items_per_page": len(store_order_ids),
        }
        try:
            answer, _ = self._client.get("orders", params)
        except StoreUnavailable:
            # Perhaps too much at once for the store: one by one it may do, or fail for good.
            self._can_list_whole_orders = False
            return []
        found = wire.rows(answer, "orders") if isinstance(answer, dict) else []
        whole_ones = [row for row in found if "products" in row]
        if found and not whole_ones:
            self._can_list_whole_orders = False
        return [row for row in whole_ones if text(row, "order_id") in store_order_ids]

    def _shipments_page(self, params: Params) -> tuple[list[Row], int]:
        answer, _ = self._client.get("shipments", params)
        if not isinstance(answer, dict):
            raise StoreRefused("The store's list of shipments cannot be read.")
        found = [row for row in mapping(answer, "shipments").values() if isinstance(row, dict)]
        return found, whole(mapping(answer, "params"), "total_items")

    @cached_property
    def _any_shipping_id(self) -> str:
        answer: Any
        try:
            answer, _ = self._client.get("shippings", {"items_per_page": 0})
        except StoreForbidden:
            return "1"  # the store takes any number
        rows = wire.rows(answer, "shippings") if isinstance(answer, dict) else []
        active = [row for row in rows if text(row, "status") == "A"]
        return next((text(row, "shipping_id") for row in active or rows), "1")


def _is_orphan(shipment: StoreShipment) -> bool:
    return not shipment.store_order_id and not shipment.quantities
