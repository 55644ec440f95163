"""An import run: open the store, ask what changed, let in what may come in, write it down."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta

from django.db import DataError, IntegrityError
from django.urls import reverse

from jobs.models import Job
from jobs.progress import JobFailed, Progress
from notices import board
from notices.models import NoticeKind
from orders.admission import AdmissionRules, Refusal, refusal
from orders.intake import receive
from orders.models import ImportCursor, Order
from settings.models import Company, StatusReading, StoreConnection
from stores.errors import StoreError, StoreLoginRejected
from stores.port import (
    ListedOrder,
    OrderPage,
    Store,
    StoreAbilities,
    StoreOrder,
    UnreadableOrder,
)
from stores.registry import open_store

# A change becomes visible up to one long PHP run after the time it is stamped with; ten minutes
# cover that (CS-Cart stamps the start of the request, not its commit).
OVERLAP = timedelta(minutes=10)

# A store that cannot find changed orders is asked for those placed in this window, since a payment
# may arrive weeks after its order, and for every order that is still open here.
WINDOW_BY_PLACED_AT = timedelta(days=14)


def run_import(job: Job, progress: Progress) -> None:
    """Import what changed in the store of `job.company` since the last complete run.

    The watermark moves only after the last page is stored, so a run that dies anywhere is simply
    repeated: orders that are here already cost nothing. Raises `JobFailed` with the store's
    sentence when the store cannot be read.
    """
    cursor, _ = ImportCursor.objects.get_or_create(company=job.company)
    rules = AdmissionRules.of(job.company.website_options)
    basis = _basis(rules, job.company.connection)
    watermark = cursor.watermark_under(basis)
    try:
        with closing(open_store(job.company.connection)) as store:
            abilities = store.abilities()
            _ImportRun(job.company, store, rules, progress).read(watermark, abilities)
    except StoreError as error:
        cursor.note_failure()
        _tell(job, error)
        raise JobFailed(error.sentence) from error
    cursor.note_success(
        abilities.store_now - OVERLAP,
        rules=basis,
        finds_changed_orders=abilities.finds_changed_orders,
    )
    board.take_down(job.company, NoticeKind.LOGIN_FAILING, NoticeKind.IMPORTS_FAILING)


def _basis(rules: AdmissionRules, connection: StoreConnection) -> str:
    """All that decides which orders a run finds and lets in: when it changes, look at all again."""
    chosen = connection.statuses.exclude(chosen_reading="").values_list("code", "chosen_reading")
    return f"{rules} {connection.store_url} {connection.scope_company_id} {sorted(chosen)}"


def _tell(job: Job, error: StoreError) -> None:
    if isinstance(error, StoreLoginRejected):
        kind, link = NoticeKind.LOGIN_FAILING, reverse("connection_test", args=[job.company_id])
    else:
        kind, link = NoticeKind.IMPORTS_FAILING, reverse("job_detail", args=[job.pk])
    board.put_up(job.company, kind, error.sentence, link=link)


class _ImportRun:
    """One run for one company: what it needs at every step, and nothing else."""

    def __init__(
        self, company: Company, store: Store, rules: AdmissionRules, progress: Progress
    ) -> None:
        self._company = company
        self._store = store
        self._rules = rules
        self._progress = progress
        self._seen: set[str] = set()

    def read(self, watermark: datetime | None, abilities: StoreAbilities) -> None:
        """Walk everything that may have changed since `watermark`; None walks all orders."""
        if watermark is None or abilities.finds_changed_orders:
            self._take_pages(self._store.orders_changed_since(watermark, abilities))
            return
        since = watermark - WINDOW_BY_PLACED_AT
        self._take_pages(self._store.orders_changed_since(since, abilities))
        self._take_pages(self._store.orders_by_id(self._open_orders_not_seen()))

    def _open_orders_not_seen(self) -> list[str]:
        open_orders = Order.objects.for_company(self._company).open()
        ids = open_orders.values_list("store_order_id", flat=True)
        return [store_order_id for store_order_id in ids if store_order_id not in self._seen]

    def _take_pages(self, pages: Iterable[OrderPage]) -> None:
        walked = 0
        for page in pages:
            walked += len(page.rows)
            self._take(list(self._whole_orders(page.rows)))
            self._progress.advance(min(walked, page.expected), page.expected)

    def _whole_orders(self, rows: Sequence[ListedOrder]) -> Iterator[StoreOrder | UnreadableOrder]:
        ids = {row.store_order_id for row in rows}
        self._progress.count(found=len(ids - self._seen))
        self._seen |= ids
        yield from (row.order for row in rows if row.order is not None)
        unfetched = [row for row in rows if row.order is None]
        wanted = self._changed_or_unknown(unfetched)
        self._progress.count(unchanged=len(unfetched) - len(wanted))
        yield from self._store.fetch_orders(wanted)

    def _changed_or_unknown(self, rows: Sequence[ListedOrder]) -> list[str]:
        known = {
            order.store_order_id: (order.store_status_code, order.grand_total)
            for order in Order.objects.for_company(self._company).filter(
                store_order_id__in=[row.store_order_id for row in rows]
            )
        }
        return [
            row.store_order_id
            for row in rows
            if known.get(row.store_order_id) != (row.status_code, row.total)
        ]

    def _take(self, orders: Sequence[StoreOrder | UnreadableOrder]) -> None:
        readable = []
        for order in orders:
            if isinstance(order, UnreadableOrder):
                self._failed(order.store_order_id, order.sentence)
            else:
                readable.append(order)
        self._receive(list(self._admitted(readable)))

    def _admitted(self, orders: Sequence[StoreOrder]) -> Iterator[StoreOrder]:
        known = self._known_ids(orders)
        for order in orders:
            reason = refusal(order, self._rules)
            is_known = order.store_order_id in known
            if reason is None or (is_known and order.status.reading != StatusReading.INCOMPLETE):
                yield order
            else:
                self._skipped(order.store_order_id, reason)

    def _known_ids(self, orders: Sequence[StoreOrder]) -> set[str]:
        ids = [order.store_order_id for order in orders]
        known = Order.objects.for_company(self._company).filter(store_order_id__in=ids)
        return set(known.values_list("store_order_id", flat=True))

    def _receive(self, orders: Sequence[StoreOrder]) -> None:
        try:
            received = receive(self._company, orders)
        except (DataError, IntegrityError) as error:
            if len(orders) == 1:
                self._failed(orders[0].store_order_id, f"The database refused it: {error}")
                return
            # One bad order must not stop the others: each gets a transaction of its own.
            for order in orders:
                self._receive([order])
            return
        self._progress.count(
            created=len(received.created),
            updated=len(received.updated),
            unchanged=len(received.unchanged),
        )

    def _skipped(self, store_order_id: str, reason: Refusal) -> None:
        self._progress.count(skipped=1, **{f"skipped_{reason.reason}": 1})
        self._progress.say(f"Order {store_order_id} stays out. {reason.sentence}")

    def _failed(self, store_order_id: str, sentence: str) -> None:
        self._progress.count(failed=1)
        self._progress.say(
            f"Order {store_order_id} could not be imported. {sentence}", is_error=True
        )
