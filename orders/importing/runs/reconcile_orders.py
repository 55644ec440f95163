"""Reconciliation: compare what is here with what the store has, for some days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core.parts import in_parts
from jobs.models import Job
from jobs.progress import Progress
from notices import board
from notices.models import NoticeKind
from orders.importing.import_scope import ImportScope
from orders.importing.intake import known_shipments
from orders.importing.reading.open_store import store_of
from orders.importing.reading.order_batches import shipments_since
from orders.importing.reading.result_rows import ResultRows
from orders.models import ImportCursor, LeftOutOrder, Order, ReconcileOutcome
from settings.models import Company
from stores.port import (
    ListedOrder,
    OrderPage,
    Store,
    StoreAbilities,
    StoreOrder,
    UnreadableOrder,
)

# Numbers compared or fetched in one go.
NUMBERS_AT_A_TIME = 100

# Only rows are wanted: number, status and total.
ROWS_ONLY = StoreAbilities()


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not the same."""

    number: str
    outcome: ReconcileOutcome
    sentence: str


def run_reconciliation(job: Job, progress: Progress) -> None:
    """Compare ids, statuses, totals and shipments of the days in `job.parameters`.

    What differs is looked at twice, since an order may be changing at this moment, and what has
    changed since the last automatic import is left to the next one. Raises `JobFailed` with the
    store's sentence.
    """
    rows, scope = ResultRows(), ImportScope.of(job.parameters)
    since, until = scope.moments(job.company.zone)
    with store_of(job) as store:
        comparison = _Comparison(job.company, store, progress, since, until)
        differences = list(comparison.differences())
    for one in differences:
        progress.count(**{one.outcome.value: 1})
        rows.add_number(one.outcome, one.sentence, one.number)
    rows.keep_on(job)
    _tell(job, differences)
    ImportCursor.of(job.company)
    ImportCursor.objects.filter(company=job.company).update(reconciled_at=timezone.now())


def _tell(job: Job, differences: Sequence[Difference]) -> None:
    if not differences:
        board.take_down(job.company, NoticeKind.DIFFERENCES)
        return
    orders = "order differs" if len(differences) == 1 else "orders differ"
    board.put_up(
        job.company,
        NoticeKind.DIFFERENCES,
        f"{len(differences)} {orders} from the store. Bring them in or refresh them there.",
        link=reverse("reconciliation_result", args=[job.pk]),
        count=len(differences),
    )


class _Comparison:
    """Two looks at a company's store."""

    def __init__(
        self, company: Company, store: Store, progress: Progress, since: datetime, until: datetime
    ) -> None:
        self._company = company
        self._store = store
        self._progress = progress
        self._since, self._until = since, until
        self._shipments: dict[str, set[str]] = defaultdict(set)
        self._cursor = ImportCursor.of(company) if _is_automatic(company) else None

    def differences(self) -> Iterator[Difference]:
        """Every difference of the period."""
        self._read_shipments()
        listed: set[str] = set()
        doubtful: dict[str, ListedOrder] = {}
        pages = self._store.all_orders(
            ROWS_ONLY, placed_since=self._since, placed_until=self._until
        )
        for page in self._counted(pages):
            listed.update(row.store_order_id for row in page.rows)
            rows = {row.store_order_id: row for row in page.rows}
            differences, left_out = self._compare(page.rows)
            doubtful |= {one.number: rows[one.number] for one in differences}
            self._progress.count(left_out=left_out)
        for numbers in in_parts(list(doubtful), NUMBERS_AT_A_TIME):
            yield from self._compare(self._second_look(numbers, doubtful))[0]
        yield from self._gone_from_store(listed)

    def _second_look(
        self, numbers: Sequence[str], listed: dict[str, ListedOrder]
    ) -> list[ListedOrder]:
        """The orders as they are now, without those that the next import has yet to read."""
        rows = []
        for order in self._store.fetch_orders(numbers):
            if isinstance(order, UnreadableOrder):
                rows.append(listed[order.store_order_id])
            elif self._is_yet_to_be_read(order):
                self._progress.count(yet_to_be_read=1)
            else:
                rows.append(
                    ListedOrder(
                        store_order_id=order.store_order_id,
                        status_code=order.status.code,
                        total=order.totals.total,
                        order=order,
                    )
                )
        return rows

    def _is_yet_to_be_read(self, order: StoreOrder) -> bool:
        if self._cursor is None or self._cursor.watermark is None:
            return False
        changed_at = max(order.placed_at, order.updated_at or order.placed_at)
        newest_shipment = max(map(int, order.shipment_ids), default=0)
        return (
            changed_at >= self._cursor.watermark or newest_shipment > self._cursor.last_shipment_id
        )

    def _counted(self, pages: Iterable[OrderPage]) -> Iterator[OrderPage]:
        walked = 0
        for page in pages:
            walked += len(page.rows)
            yield page
            self._progress.count(compared=len(page.rows))
            self._progress.advance(min(walked, page.expected), page.expected)

    def _read_shipments(self) -> None:
        for shipments in shipments_since(self._store, self._since):
            for shipment in shipments:
                self._shipments[shipment.store_order_id].add(shipment.store_shipment_id)

    def _compare(self, rows: Sequence[ListedOrder]) -> tuple[list[Difference], int]:
        """What differs, and how many orders a rule keeps out."""
        numbers = [row.store_order_id for row in rows]
        orders = Order.objects.for_company(self._company).filter(store_order_id__in=numbers)
        ours = {order.store_order_id: order for order in orders.only(*_COMPARED)}
        left_out = LeftOutOrder.objects.filter(company=self._company, store_order_id__in=numbers)
        noted = {one.store_order_id: one for one in left_out.defer("packed_document")}
        shipped = known_shipments(list(ours.values()))
        differences: list[Difference] = []
        kept_out = 0
        for row in rows:
            if order := ours.get(row.store_order_id):
                theirs = self._shipments.get(row.store_order_id, set())
                if sentence := _difference(order, row, shipped[order.pk], theirs):
                    differences.append(
                        Difference(row.store_order_id, ReconcileOutcome.DIFFERENT, sentence)
                    )
            elif sentence := _why_missing(row, noted.get(row.store_order_id)):
                differences.append(
                    Difference(row.store_order_id, ReconcileOutcome.MISSING_HERE, sentence)
                )
            else:
                kept_out += 1
        return differences, kept_out

    def _gone_from_store(self, listed: set[str]) -> Iterator[Difference]:
        ours = (
            Order.objects.for_company(self._company)
            .in_store()
            .filter(placed_at__gte=self._since, placed_at__lte=self._until)
        )
        numbers = ours.order_by("pk").values_list("store_order_id", flat=True)
        gone = [number for number in numbers.iterator() if number not in listed]
        # Lists hide an order while it is edited; only one that cannot be fetched twice is gone.
        for _ in range(2):
            parts = in_parts(gone, NUMBERS_AT_A_TIME)
            gone = [number for some in parts for number in self._not_found(some)]
        for number in gone:
            yield Difference(
                number,
                ReconcileOutcome.MISSING_THERE,
                "It is here, and the store does not have it any more.",
            )

    def _not_found(self, numbers: Sequence[str]) -> list[str]:
        found = {order.store_order_id for order in self._store.fetch_orders(numbers)}
        return [number for number in numbers if number not in found]


def _is_automatic(company: Company) -> bool:
    return Company.objects.downloading().filter(pk=company.pk).exists()


_COMPARED = ("store_order_id", "store_status_code", "store_status_name", "grand_total")


def _difference(order: Order, row: ListedOrder, ours: set[str], theirs: set[str]) -> str:
    """What the store says otherwise than `order`, in one sentence each; '' when nothing."""
    sentences = []
    if order.store_status_code != row.status_code:
        sentences.append(
            f"Its website status is “{row.status_code}” in the store and "
            f"“{order.store_status_code}” ({order.store_status_name}) here."
        )
    if order.grand_total != row.total:
        sentences.append(f"Its total is {row.total} in the store and {order.grand_total} here.")
    if not_here := sorted(theirs - ours):
        sentences.append(f"The store has shipped it (shipment {', '.join(not_here)}).")
    if not_there := sorted(ours - theirs):
        sentences.append(
            f"Shipment {', '.join(not_there)} is not in the store any more; its package stays here."
        )
    return " ".join(sentences)


def _why_missing(row: ListedOrder, noted: LeftOutOrder | None) -> str:
    """Why an order that is not here should be looked at; '' when a rule keeps it out."""
    if noted is None:
        return f"No import has seen it. Its website status is “{row.status_code}”."
    if noted.has_failed:
        return f"It could not be imported. {noted.sentence}"
    if noted.store_status_code != row.status_code:
        return f"Its website status is “{row.status_code}” now; it stayed out before. " + (
            noted.sentence
        )
    return ""
