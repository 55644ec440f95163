"""Everything new: from where to where a run must read, and what it remembers afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.order_batches import Batch, Reader, shipments_since
from orders.models import ImportCursor, Order
from settings.models import Company, StoreConnection
from stores.port import Store, StoreAbilities, StoreShipment

# A change becomes visible up to one long PHP run after the time it is stamped with; ten minutes
# cover that (CS-Cart stamps the start of the request, not its commit).
OVERLAP = timedelta(minutes=10)

# A store may be updated to a release that can do more. Asking at every run would cost a request.
ABILITIES_HOLD = timedelta(days=1)


@dataclass(slots=True)
class Course:
    """What a run for everything new has to read.

    `watermark` is None when all must be looked at: at first, and after a change of the rules, the
    address or the scope, since orders that were left out may come in now. `is_resumed`: such a walk
    was cut short before, and goes on behind the last order that was stored.
    """

    company: Company
    store: Store
    cursor: ImportCursor
    rules: AdmissionRules
    basis: str
    watermark: datetime | None
    abilities: StoreAbilities
    newest_shipment: int
    is_resumed: bool

    @classmethod
    def of(cls, company: Company, store: Store) -> "Course":
        """The course of `company`'s next run. Asks the store what it can do once a day."""
        cursor = ImportCursor.of(company)
        rules = AdmissionRules.of(company.website_options)
        basis = _basis(rules, company.connection)
        watermark = cursor.watermark_under(basis)
        is_resumed = watermark is None and cursor.has_begun_walk(basis)
        last_shipment = cursor.walk_shipment_id if is_resumed else cursor.last_shipment_id
        return cls(
            company=company,
            store=store,
            cursor=cursor,
            rules=rules,
            basis=basis,
            watermark=watermark,
            abilities=abilities_of(store, cursor, is_same_store=watermark is not None),
            newest_shipment=last_shipment if watermark or is_resumed else 0,
            is_resumed=is_resumed,
        )

    @property
    def reads_all(self) -> bool:
        """Whether the run looks at all orders."""
        return self.watermark is None

    def shipped_since_last_run(self) -> list[str]:
        """Numbers of known orders of which the store has made shipments since the last run.

        When all orders are to be read anyway, only the newest shipment's number is looked up. It is
        asked for before the orders are: what is shipped meanwhile is for the next run.
        """
        numbers: set[str] = set()
        for shipments in self.store.shipments_after(self.newest_shipment):
            newest = [int(shipment.store_shipment_id) for shipment in shipments]
            self.newest_shipment = max(self.newest_shipment, *newest, 0)
            if self.reads_all and not self.is_resumed:
                return []
            numbers.update(shipment.store_order_id for shipment in shipments)
        known = Order.objects.for_company(self.company).filter(store_order_id__in=numbers)
        return sorted(known.values_list("store_order_id", flat=True))

    def note_begin(self) -> None:
        """A walk through all orders begins, unless one goes on."""
        if not self.is_resumed:
            self.cursor.begin_walk(self.basis, self.store.clock(), self.newest_shipment)

    def note_reached(self, batch: Batch) -> None:
        """A batch of the walk has been stored: after a crash, go on behind it."""
        self.cursor.note_reached(batch.reached)

    def everything(self, reader: Reader) -> Iterator[Batch]:
        """All orders, or those since the limit date."""
        after = self.cursor.walk_reached if self.is_resumed else 0
        return reader.everything(self.abilities, placed_since=self._limit(), after=after)

    def changes(self, reader: Reader) -> Iterator[Batch]:
        """What changed since the last run.

        Also when all orders are read: since a resumed walk began, and since the last run where a
        limit date hides known orders that are older.
        """
        since = [self.watermark]
        if self._limit():
            since.append(self.cursor.watermark)
        if self.is_resumed and self.cursor.walk_began_at:
            since.append(self.cursor.walk_began_at - OVERLAP)
        known = [moment for moment in since if moment]
        return reader.changed_since(min(known), self.abilities) if known else iter(())

    def all_shipments(self) -> Iterator[Sequence[StoreShipment]]:
        """Batches of all shipments, or of those since the limit date, newest first."""
        return shipments_since(self.store, self._limit())

    def note_success(self) -> None:
        """Everything has been stored: the next run goes on from here."""
        self.cursor.note_success(
            (self.cursor.walk_began_at or self.store.clock()) - OVERLAP,
            rules=self.basis,
            finds_changed_orders=self.abilities.finds_changed_orders,
            lists_whole_orders=self.abilities.lists_whole_orders,
            last_shipment_id=self.newest_shipment,
        )

    def _limit(self) -> datetime | None:
        day = self.rules.not_before
        return datetime.combine(day, time(), self.rules.zone).astimezone(UTC) if day else None


def abilities_of(
    store: Store, cursor: ImportCursor, *, is_same_store: bool = True
) -> StoreAbilities:
    """What the store can do, as `cursor` remembers it, or else as the store says now."""
    now = timezone.now()
    if is_same_store and cursor.probed_at is not None and cursor.probed_at > now - ABILITIES_HOLD:
        return StoreAbilities(
            finds_changed_orders=bool(cursor.finds_changed_orders),
            lists_whole_orders=bool(cursor.lists_whole_orders),
        )
    cursor.probed_at = now
    return store.abilities()


def _basis(rules: AdmissionRules, connection: StoreConnection) -> str:
    """All that decides which orders a run finds and lets in: when it changes, look at all again."""
    chosen = connection.statuses.exclude(chosen_reading="").values_list("code", "chosen_reading")
    return f"{rules} {connection.store_url} {connection.scope_company_id} {sorted(chosen)}"
