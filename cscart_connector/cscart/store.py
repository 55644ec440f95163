"""`CsCartStore`: a CS-Cart store behind the `Store` port."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings as django_settings

from cscart_connector.cscart.client import CsCartClient, Login, Patience
from cscart_connector.cscart.diagnosis import NO_ORDER, diagnose
from cscart_connector.cscart.orders import AnyOrder, CsCartOrders
from cscart_connector.cscart.pace import SharedPace
from cscart_connector.cscart.session import StoreSession
from cscart_connector.cscart.shipments import CsCartShipments
from settings.models import Addressing, StatusReading, StoreConnection
from stores.doubted_stores import is_doubted
from stores.errors import StoreRecordMissing
from stores.port import (
    Finding,
    OrderPage,
    ShipmentNotice,
    StoreAbilities,
    StoreShipment,
    StoreShippingMethod,
    StoreStatus,
)

# Somebody waits for the answer of Test Settings: no second try, and no minute for a first.
TEST_PATIENCE = Patience(connect=10, read=25, whole=40, tries=1)


class CsCartStore:
    """One company's CS-Cart store. Methods as in `stores.port.Store`."""

    def __init__(self, connection: StoreConnection, client: CsCartClient | None = None) -> None:
        self._parallel = connection.parallel_requests
        self._login = login_of(connection)
        # One more than fetch orders at a time: the next page of a list is read meanwhile.
        self._client = client or CsCartClient(
            self._login,
            connections=self._parallel + 1,
            patience=_patience(connection),
            pace=self._shared_pace(),
        )
        self._session = StoreSession(
            self._client,
            parallel=self._parallel,
            scope=connection.scope_company_id,
            chosen_readings=_chosen_readings(connection),
            vat_number_field=connection.vat_number_field,
        )
        self._orders = CsCartOrders(self._session)
        self._shipments = CsCartShipments(self._session)

    def abilities(self) -> StoreAbilities:
        """See `Store`."""
        return self._orders.abilities()

    def clock(self) -> datetime:
        """See `Store`."""
        return self._session.clock()

    def all_orders(
        self,
        abilities: StoreAbilities,
        *,
        placed_since: datetime | None = None,
        placed_until: datetime | None = None,
        after: int = 0,
    ) -> Iterator[OrderPage]:
        """See `Store`."""
        return self._orders.all_orders(
            abilities, placed_since=placed_since, placed_until=placed_until, after=after
        )

    def orders_changed_since(
        self, since: datetime, abilities: StoreAbilities
    ) -> Iterator[OrderPage]:
        """See `Store`."""
        return self._orders.orders_changed_since(since, abilities)

    def orders_by_id(self, store_order_ids: Sequence[str]) -> Iterator[OrderPage]:
        """See `Store`."""
        return self._orders.orders_by_id(store_order_ids)

    def fetch_orders(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        """See `Store`."""
        return self._orders.fetch_orders(store_order_ids)

    def look_at(self, store_order_ids: Sequence[str]) -> Iterator[AnyOrder]:
        """See `Store`."""
        return self._orders.look_at(store_order_ids)

    def read(self, document: dict[str, Any]) -> AnyOrder:
        """See `Store`."""
        return self._orders.read(document)

    def shipments_after(self, last_shipment_id: int) -> Iterator[Sequence[StoreShipment]]:
        """See `Store`."""
        return self._shipments.after(last_shipment_id)

    def shipments_of(self, store_order_ids: Sequence[str]) -> Iterator[StoreShipment]:
        """See `Store`."""
        return self._shipments.of_orders(store_order_ids)

    def shipment(self, store_shipment_id: str) -> StoreShipment | None:
        """See `Store`."""
        return self._shipments.one(store_shipment_id)

    def send_shipment(self, notice: ShipmentNotice) -> str:
        """See `Store`."""
        return self._shipments.send(notice)

    def correct_shipment(self, store_shipment_id: str, tracking_number: str) -> None:
        """See `Store`."""
        self._shipments.correct(store_shipment_id, tracking_number)

    def orphans_at(self, shipped_at: datetime) -> Iterator[StoreShipment]:
        """See `Store`."""
        return self._shipments.orphans_at(shipped_at)

    def remove_orphan(self, store_shipment_id: str) -> None:
        """See `Store`."""
        self._shipments.remove_orphan(store_shipment_id)

    def shipping_methods(self) -> Sequence[StoreShippingMethod]:
        """See `Store`."""
        return self._shipments.methods()

    def statuses(self) -> Sequence[StoreStatus]:
        """See `Store`."""
        return self._session.statuses.all()

    def can_set_statuses(self) -> bool:
        """See `Store`.

        A status-only change of an order that does not exist is answered like a success. Without the
        right to change statuses, and in old releases, the same call would rebuild the order, and so
        finds that there is none.
        """
        try:
            self._client.set_order_status(NO_ORDER, "P", notify_user=False)
        except StoreRecordMissing:
            return False
        return True

    def set_status(self, store_order_id: str, code: str, *, may_mail: bool) -> None:
        """See `Store`."""
        self._client.set_order_status(store_order_id, code, notify_user=may_mail)

    def diagnose(
        self, open_client: Callable[[Login], CsCartClient] | None = None
    ) -> Iterator[Finding]:
        """See `Store`. `open_client` serves tests that have less patience still."""
        return diagnose(self._login, open_client or self._impatient, self.abilities)

    def close(self) -> None:
        """See `Store`."""
        self._client.close()

    def _shared_pace(self) -> SharedPace:
        seconds = django_settings.STORE_TIMEOUT_SECONDS
        return SharedPace(self._login.base_url, self._parallel, seconds)

    def _impatient(self, login: Login) -> CsCartClient:
        return CsCartClient(login, patience=TEST_PATIENCE, pace=self._shared_pace())


def login_of(connection: StoreConnection) -> Login:
    """Where the connection's store is and who we are there."""
    return Login(
        base_url=connection.store_url.rstrip("/"),
        email=connection.api_email,
        api_key=connection.api_key,
        with_rewriting=connection.addressing == Addressing.REWRITE,
        language=connection.language,
    )


def _patience(connection: StoreConnection) -> Patience:
    """How long to wait: for the first answer shortly, unless the store is being tried.

    See `stores.doubted_stores`: what does not answer soon is tried alone, with all patience.
    """
    seconds = django_settings.STORE_TIMEOUT_SECONDS
    is_tried = not connection._state.adding and is_doubted(connection.company_id)
    return Patience(
        connect=min(10.0 if is_tried else 4.0, seconds),
        first_read=min(30.0 if is_tried else 4.0, seconds),
        read=seconds,
        whole=3 * seconds,
        first_pause=min(1.0, seconds / 10),
        longest_pause=min(30.0, seconds / 2),
    )


def _chosen_readings(connection: StoreConnection) -> dict[str, StatusReading]:
    """Readings that staff chose, by letter; none for a connection that is not saved."""
    if connection._state.adding:
        return {}
    chosen = connection.statuses.exclude(chosen_reading="")
    return {row.code: StatusReading(row.chosen_reading) for row in chosen}
