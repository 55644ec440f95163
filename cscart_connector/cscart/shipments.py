"""A CS-Cart store's shipments: reading them, making one, correcting and clearing away.

Reference: docs of the REST API, entity shipments; what the calls really do was learnt from several
releases. A second POST of a shipment makes a second shipment and a second e-mail, so nothing here
tries a write again: the caller looks first.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from cscart_connector.cscart import translate, wire
from cscart_connector.cscart.orders import ROWS_PER_PAGE
from cscart_connector.cscart.session import StoreSession
from cscart_connector.cscart.walk import ListPage, Params, list_page, walk_pages
from cscart_connector.cscart.wire import Row, number, text
from stores.errors import StoreForbidden, StoreRecordMissing, StoreRefused, StoreUnavailable
from stores.port import ShipmentNotice, StoreShipment, StoreShippingMethod


class CsCartShipments:
    """The shipments and shipping methods of an open store; methods as in `stores.port.Store`."""

    def __init__(self, session: StoreSession) -> None:
        self._session = session

    def after(self, last_shipment_id: int) -> Iterator[list[StoreShipment]]:
        """See `Store`. No filter by number exists: the newest come first until one is known."""
        newest_first: Params = {"sort_by": "id", "sort_order": "desc"}
        try:
            for rows, _, _ in walk_pages(self._page, newest_first, ROWS_PER_PAGE):
                fresh = [row for row in rows if number(row, "shipment_id") > last_shipment_id]
                yield _readable(fresh)
                if len(fresh) < len(rows):
                    return
        except StoreForbidden:
            return  # Test Settings says so; orders come in all the same

    def of_orders(self, store_order_ids: Sequence[str]) -> Iterator[StoreShipment]:
        """See `Store`."""
        for rows in self._session.in_parallel(self._of_order, store_order_ids):
            yield from _readable(rows)

    def send(self, notice: ShipmentNotice) -> str:
        """See `Store`. Which method it goes by matters little to the store, but one must be named.

        Raises `StoreUnavailable` also where the store's answer names no shipment.
        """
        shipping_id = notice.store_shipping_id or self._any_shipping_id
        answer = self._session.client.create_shipment(translate.shipment_body(notice, shipping_id))
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
        for rows, _, _ in walk_pages(self._page, params, ROWS_PER_PAGE):
            read = (translate.shipment(row, orphan_too=True) for row in rows)
            yield from (one for one in read if one and _is_orphan(one))

    def remove_orphan(self, store_shipment_id: str) -> None:
        """See `Store`."""
        found = self.one(store_shipment_id)
        if found is None:
            return
        if not _is_orphan(found):
            raise StoreRefused(f"Shipment {store_shipment_id} has items, so it was not deleted.")
        try:
            self._session.client.delete_shipment(store_shipment_id)
        except StoreRecordMissing:
            return

    def one(self, store_shipment_id: str) -> StoreShipment | None:
        """See `Store.shipment`."""
        try:
            row, _ = self._session.client.get(f"shipments/{int(store_shipment_id)}")
        except StoreRecordMissing:
            return None
        return translate.shipment(row, orphan_too=True) if isinstance(row, dict) else None

    def correct(self, store_shipment_id: str, tracking_number: str) -> None:
        """See `Store`."""
        number = translate.ascii_text(tracking_number)
        self._session.client.correct_shipment(store_shipment_id, number)

    def methods(self) -> list[StoreShippingMethod]:
        """See `Store`."""
        answer = self._session.get("shippings", {"items_per_page": 0})
        if not isinstance(answer, dict) or "shippings" not in answer:
            raise StoreRefused("The store's list of shipping methods cannot be read.")
        return [
            StoreShippingMethod(
                store_shipping_id=text(row, "shipping_id"),
                name=text(row, "shipping"),
                is_active=text(row, "status") == "A",
            )
            for row in wire.rows(answer, "shippings")
        ]

    def _of_order(self, store_order_id: str) -> list[Row]:
        by_id: Params = {"order_id": store_order_id, "sort_by": "id", "sort_order": "asc"}
        try:
            walk = walk_pages(self._page, by_id, ROWS_PER_PAGE)
            return [row for rows, _, _ in walk for row in rows]
        except StoreForbidden:
            return []

    def _page(self, params: Params) -> ListPage:
        answer, _ = self._session.client.get("shipments", params)
        if not isinstance(answer, dict):
            raise StoreRefused("The store's list of shipments cannot be read.")
        return list_page(answer, "shipments")

    @cached_property
    def _any_shipping_id(self) -> str:
        answer: Any
        try:
            answer, _ = self._session.client.get("shippings", {"items_per_page": 0})
        except StoreForbidden:
            return "1"  # the store takes any number
        rows = wire.rows(answer, "shippings") if isinstance(answer, dict) else []
        active = [row for row in rows if text(row, "status") == "A"]
        return next((text(row, "shipping_id") for row in active or rows), "1")


def _readable(rows: list[Row]) -> list[StoreShipment]:
    read = (translate.shipment(row) for row in rows)
    return [shipment for shipment in read if shipment is not None]


def _is_orphan(shipment: StoreShipment) -> bool:
    return not shipment.store_order_id and not shipment.quantities
