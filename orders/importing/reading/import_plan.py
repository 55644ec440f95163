"""Everything new: from where to where a run must read, and what it remembers afterwards."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading import order_batches
from orders.importing.reading.batch import Batch
from orders.importing.reading.import_run import ImportRun
from orders.importing.reading.store_abilities import abilities_of
from orders.models import ImportCursor, Order
from settings.models import StoreConnection
from stores.port import StoreAbilities, StoreShipment

# A change becomes visible up to one long PHP run after the time it is stamped with; ten minutes
# cover that (CS-Cart stamps the start of the request, not its commit).
OVERLAP = timedelta(minutes=10)


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """What a `run` for everything new has to read.

    `watermark` is None when all must be looked at: at first, and after a change of the rules, the
    address or the scope, since orders that were left out may come in now. `is_resumed`: such a walk
    was cut short before, and goes on behind the last order that was stored.
    """

    run: ImportRun
    cursor: ImportCursor
    basis: str
    watermark: datetime | None
    abilities: StoreAbilities
    newest_shipment: int
    is_resumed: bool

    @classmethod
    def of(cls, run: ImportRun) -> "ImportPlan":
        """The plan of `run`. Asks the store what it can do once a day."""
        cursor = ImportCursor.of(run.company)
        basis = import_basis(run.rules, run.company.connection)
        _accept_old_basis(cursor, run, basis)
        watermark = cursor.watermark_under(basis)
        is_resumed = watermark is None and cursor.has_begun_walk(basis)
        last_shipment = cursor.walk_shipment_id if is_resumed else cursor.last_shipment_id
        return cls(
            run=run,
            cursor=cursor,
            basis=basis,
            watermark=watermark,
            abilities=abilities_of(run.store, cursor, is_same_store=watermark is not None),
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
        for shipments in self.run.store.shipments_after(self.newest_shipment):
            newest = [int(shipment.store_shipment_id) for shipment in shipments]
            self.newest_shipment = max(self.newest_shipment, *newest, 0)
            if self.reads_all and not self.is_resumed:
                return []
            numbers.update(shipment.store_order_id for shipment in shipments)
        known = Order.objects.for_company(self.run.company).filter(store_order_id__in=numbers)
        return sorted(known.values_list("store_order_id", flat=True))

    def note_begin(self) -> None:
        """A walk through all orders begins, unless one goes on."""
        if not self.is_resumed:
            self.cursor.begin_walk(self.basis, self._read_until(), self.newest_shipment)

    def note_reached(self, batch: Batch) -> None:
        """A batch of the walk has been stored: after a crash, go on behind it."""
        self.cursor.note_reached(batch.reached)

    def all_orders(self) -> Iterator[Batch]:
        """All orders, or those since the limit date."""
        after = self.cursor.walk_reached if self.is_resumed else 0
        return order_batches.all_orders(
            self.run, self.abilities, placed_since=self._limit(), after=after
        )

    def changed_orders(self) -> Iterator[Batch]:
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
        if not known:
            return iter(())
        return order_batches.changed_orders(self.run, min(known), self.abilities)

    def all_shipments(self) -> Iterator[Sequence[StoreShipment]]:
        """Batches of all shipments, or of those since the limit date, newest first."""
        return order_batches.shipments_since(self.run.store, self._limit())

    def note_success(self) -> None:
        """Everything has been stored: the next run goes on from here."""
        self.cursor.note_success(
            (self.cursor.walk_began_at or self._read_until()) - OVERLAP,
            rules=self.basis,
            finds_changed_orders=self.abilities.finds_changed_orders,
            lists_whole_orders=self.abilities.lists_whole_orders,
            last_shipment_id=self.newest_shipment,
        )

    def _read_until(self) -> datetime:
        """Up to when changes have been read, by the store's clock.

        Never later than by ours: a web server that shows a wrong time of day would let every order
        of the time between be passed over. Earlier costs no more than reading some again.
        """
        return min(self.run.store.clock(), timezone.now())

    def _limit(self) -> datetime | None:
        rules = self.run.rules
        day = rules.not_before
        return datetime.combine(day, time(), rules.zone).astimezone(UTC) if day else None


def _accept_old_basis(cursor: ImportCursor, run: ImportRun, basis: str) -> None:
    """Take what was kept before version 2 for `basis` where it says the same."""
    old = basis_before_version_2(run.rules, run.company.connection)
    if cursor.rules == old:
        cursor.rules = basis
    if cursor.walk_basis == old:
        cursor.walk_basis = basis


def import_basis(rules: AdmissionRules, connection: StoreConnection) -> str:
    """All that decides which orders a run finds and lets in, as JSON with a version number.

    When it is another one than at the last run, all orders are looked at again.
    """
    chosen = connection.statuses.exclude(chosen_reading="").values_list("code", "chosen_reading")
    basis = {
        "version": 2,
        **rules.as_parameters(),
        "zone": rules.zone.key,
        "store_url": connection.store_url,
        "scope": connection.scope_company_id,
        "readings": dict(chosen),
    }
    if connection.vat_number_field:  # no key of its own where it is not read
        basis["vat_number_field"] = connection.vat_number_field
    return json.dumps(basis, sort_keys=True)


def basis_before_version_2(rules: AdmissionRules, connection: StoreConnection) -> str:
    """The same as it was kept before: accepted, so that no store is read whole because of it."""
    chosen = connection.statuses.exclude(chosen_reading="").values_list("code", "chosen_reading")
    rule_text = (
        f"AdmissionRules(takes_shipped={rules.takes_shipped!r}, "
        f"takes_unpaid={rules.takes_unpaid!r}, not_before={rules.not_before!r}, "
        f"zone={rules.zone!r})"
    )
    return f"{rule_text} {connection.store_url} {connection.scope_company_id} {sorted(chosen)}"
