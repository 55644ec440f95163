"""Everything new: from where to where a run must read, and what it remembers afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from orders.admission import AdmissionRules
from orders.importing.reading import Batch, Reader
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
    address or the scope, since orders that were left out may come in now.
    """

    company: Company
    store: Store
    cursor: ImportCursor
    rules: AdmissionRules
    basis: str
    watermark: datetime | None
    abilities: StoreAbilities
    newest_shipment: int

    @classmethod
    def of(cls, company: Company, store: Store) -> "Course":
        """The course of `company`'s next run. Asks the store what it can do once a day."""
        cursor = ImportCursor.of(company)
        rules = AdmissionRules.of(company.website_options)
        basis = _basis(rules, company.connection)
        watermark = cursor.watermark_under(basis)
        return cls(
            company=company,
            store=store,
            cursor=cursor,
            rules=rules,
            basis=basis,
            watermark=watermark,
            abilities=abilities_of(store, cursor, is_same_store=watermark is not None),
            newest_shipment=cursor.last_shipment_id if watermark else 0,
        )

    @property
    def reads_all(self) -> bool:
        """Whether the run looks at all orders."""
        return self.watermark is None

    def shipped_since_last_run(self) -> list[str]:
        """Numbers of known orders of which the store has made shipments since the last run.

        When all orders are read anyway, only the newest shipment's number is looked up. It is asked
        for before the orders are: what is shipped meanwhile is for the next run.
        """
        numbers: set[str] = set()
        for shipments in self.store.shipments_after(self.newest_shipment):
            newest = [int(shipment.store_shipment_id) for shipment in shipments]
            self.newest_shipment = max(self.newest_shipment, *newest, 0)
            if self.reads_all:
                return []
            numbers.update(shipment.store_order_id for shipment in shipments)
        known = Order.objects.for_company(self.company).filter(store_order_id__in=numbers)
        return sorted(known.values_list("store_order_id", flat=True))

    def batches(self, reader: Reader) -> Iterator[Batch]:
        """All that may have changed."""
        if self.watermark is None:
            yield from reader.everything(self.abilities, placed_since=self._limit())
        # A known order stays up to date although it is older than a limit set later.
        since = self.cursor.watermark if self._limit() else self.watermark
        if since is not None:
            yield from reader.changed_since(since, self.abilities)

    def all_shipments(self) -> Iterator[Sequence[StoreShipment]]:
        """Batches of all shipments, or of those since the limit date, newest first."""
        limit = self._limit()
        for shipments in self.store.shipments_after(0):
            yield shipments
            # Numbers rise with time, but a shipment's date may be set by hand: a day of grace.
            newest = max((one.shipped_at for one in shipments), default=None)
            if limit and newest and newest < limit - timedelta(days=1):
                return

    def note_success(self) -> None:
        """Everything has been stored: the next run goes on from here."""
        self.cursor.note_success(
            self.store.clock() - OVERLAP,
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
