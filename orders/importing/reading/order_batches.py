"""Asking the store: batches of whole orders, whatever its release can do."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.parts import in_parts
from orders.importing.import_scope import ImportScope
from orders.importing.reading.batch import AnyOrder, Batch
from orders.importing.reading.import_run import ImportRun
from orders.importing.reading.read_ahead import one_ahead
from orders.importing.reading.store_abilities import abilities_of
from orders.models import ImportCursor, LeftOutOrder, Order
from settings.models import Company
from stores.errors import StoreError
from stores.port import (
    ListedOrder,
    OrderPage,
    Store,
    StoreAbilities,
    StoreShipment,
)

# A store that cannot find changed orders is asked for those placed in this window, and for every
# order that is still open here or stays out for now, since a payment may arrive weeks later.
WINDOW_BY_PLACED_AT = timedelta(days=14)

# Numbers that are asked for one by one, as many as a page of whole orders would hold.
NUMBERS_AT_A_TIME = 25


def all_orders(
    run: ImportRun,
    abilities: StoreAbilities,
    *,
    placed_since: datetime | None = None,
    placed_until: datetime | None = None,
    after: int = 0,
) -> Iterator[Batch]:
    """All orders, or those placed between two times; each is read, known or not.

    `after` leaves out those with this number and smaller ones.
    """
    pages = run.store.all_orders(
        abilities, placed_since=placed_since, placed_until=placed_until, after=after
    )
    yield from _batches(run, pages, rereads_all=True)


def changed_orders(
    run: ImportRun, watermark: datetime, abilities: StoreAbilities
) -> Iterator[Batch]:
    """Everything that may have changed since `watermark`."""
    if abilities.finds_changed_orders:
        yield from _batches(run, run.store.orders_changed_since(watermark, abilities))
        return
    since, seen = watermark - WINDOW_BY_PLACED_AT, set[str]()
    recent = run.store.all_orders(abilities, placed_since=since)
    yield from _batches(run, _noting(recent, seen))
    yield from _batches(run, run.store.orders_by_id(_may_have_changed(run, but_not=seen)))


def orders_by_number(run: ImportRun, numbers: Sequence[str]) -> Iterator[Batch]:
    """The orders with these store order numbers, also those that lists hide."""
    walked = 0
    for asked in in_parts(numbers, NUMBERS_AT_A_TIME):
        orders = list(run.store.fetch_orders(asked))
        missing = sorted(set(asked) - {order.store_order_id for order in orders}, key=int)
        walked += len(asked)
        yield Batch(orders, len(orders), walked, len(numbers), missing=missing)


def orders_in_scope(run: ImportRun, scope: ImportScope) -> Iterator[Batch]:
    """The orders of a `scope` by numbers or by days."""
    if scope.numbers:
        return orders_by_number(run, scope.numbers)
    since, until = scope.moments(run.company.zone)
    abilities = abilities_of(run.store, ImportCursor.of(run.company))
    return all_orders(run, abilities, placed_since=since, placed_until=until)


def _may_have_changed(run: ImportRun, *, but_not: set[str]) -> list[str]:
    """Numbers of orders that are open here or stay out for now: a payment may yet arrive."""
    open_orders = Order.objects.for_company(run.company).open().in_store()
    left_out = LeftOutOrder.objects.filter(company=run.company).may_pass()
    ids = {
        *open_orders.values_list("store_order_id", flat=True),
        *left_out.values_list("store_order_id", flat=True),
    }
    return sorted(ids - but_not)


def _batches(
    run: ImportRun, pages: Iterable[OrderPage], *, rereads_all: bool = False
) -> Iterator[Batch]:
    """Pages with their orders; what rows leave out is fetched while the caller is at work.

    The database is asked in the caller's thread only.
    """
    walked, before = 0, None
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetch") as fetcher:
        try:
            for page in one_ahead(iter(pages)):
                walked += len(page.rows)
                rows = [row for row in page.rows if row.order is None]
                numbers = [row.store_order_id for row in rows]
                wanted = numbers if rereads_all else _new_to_us(run.company, rows)
                fetched = fetcher.submit(_fetch, run.store, wanted) if wanted else None
                if before is not None:
                    yield before.batch()
                before = _PendingPage(page, walked, len(rows) - len(wanted), fetched)
        except StoreError:
            if before is not None:
                yield before.batch()
            raise
        if before is not None:
            yield before.batch()


def _fetch(store: Store, numbers: Sequence[str]) -> list[AnyOrder]:
    return list(store.fetch_orders(numbers))


def _new_to_us(company: Company, rows: Sequence[ListedOrder]) -> list[str]:
    """The rows that say something else than we know; a row tells only status and total."""
    if not rows:
        return []
    numbers = [row.store_order_id for row in rows]
    orders = Order.objects.for_company(company).filter(store_order_id__in=numbers)
    known = {
        number: (status, total)
        for number, status, total in orders.values_list(
            "store_order_id", "store_status_code", "grand_total"
        )
    }
    left_out = LeftOutOrder.objects.filter(company=company).kept_out()
    status_of = dict(
        left_out.filter(store_order_id__in=numbers).values_list(
            "store_order_id", "store_status_code"
        )
    )
    return [
        row.store_order_id
        for row in rows
        if known.get(row.store_order_id) != (row.status_code, row.total)
        and status_of.get(row.store_order_id) != row.status_code
    ]


@dataclass(frozen=True, slots=True)
class _PendingPage:
    """A page whose missing orders are being fetched."""

    page: OrderPage
    walked: int
    same: int
    fetched: "Future[list[AnyOrder]] | None"

    def batch(self) -> Batch:
        whole = [row.order for row in self.page.rows if row.order is not None]
        fetched = self.fetched.result() if self.fetched else []
        return Batch(
            [*whole, *fetched],
            len(self.page.rows),
            min(self.walked, self.page.expected),
            self.page.expected,
            same=self.same,
            reached=self._reached(),
        )

    def _reached(self) -> int:
        if not self.page.is_complete:
            return 0
        return max(int(row.store_order_id) for row in self.page.rows)


def shipments_since(store: Store, since: datetime | None) -> Iterator[Sequence[StoreShipment]]:
    """Batches of the store's shipments, newest first, until all of a batch are before `since`."""
    for shipments in store.shipments_after(0):
        yield shipments
        # Numbers rise with time, but a shipment's date may be set by hand: a day of grace.
        newest = max((one.shipped_at for one in shipments if one.shipped_at), default=None)
        if since and newest and newest < since - timedelta(days=1):
            return


def _noting(pages: Iterable[OrderPage], seen: set[str]) -> Iterator[OrderPage]:
    for page in pages:
        seen.update(row.store_order_id for row in page.rows)
        yield page
