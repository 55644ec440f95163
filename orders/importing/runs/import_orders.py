"""An import run: open the store, ask what changed, take it in, remember how far we came."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.urls import reverse

from jobs.models import Job
from jobs.progress import JobFailed, Progress
from notices import board
from notices.models import NoticeKind
from orders.importing.import_scope import Wanted
from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.import_plan import Course, abilities_of
from orders.importing.reading.order_batches import Batch, Reader
from orders.importing.runs.take_batches import Taker
from orders.models import ImportCursor
from orders.routing.unmapped_notice import tell_of_unmapped
from settings.models import Company
from stores.errors import StoreError, StoreLoginRejected
from stores.port import Store
from stores.registry import open_store


def run_import(job: Job, progress: Progress) -> None:
    """Import what `job.parameters` want: everything new, some numbers, or some days.

    Raises `JobFailed` with the store's sentence when the store cannot be read. What was taken in
    until then stays, and the next run begins where the last complete one ended.
    """
    wanted = Wanted.of(job.parameters)
    rules = AdmissionRules.of(job.company.website_options)
    with _failures_told(job, wanted), closing(open_store(job.company.connection)) as store:
        reader = Reader(job.company, store)
        taker = Taker(job.company, store, rules, progress, anew=wanted.anew)
        try:
            if wanted.is_everything_new:
                _import_everything_new(job.company, store, reader, taker)
            else:
                taker.take(asked_for(wanted, reader, job.company, store))
        finally:
            taker.rows.keep_on(job)
    board.take_down(job.company, NoticeKind.LOGIN_FAILING)
    tell_of_unmapped(job.company)


def _import_everything_new(company: Company, store: Store, reader: Reader, taker: Taker) -> None:
    course = Course.of(company, store)
    shipped = course.shipped_since_last_run()
    if course.reads_all:
        course.note_begin()
        # A list of all shipments costs less than asking for those of each order.
        everything = course.everything(reader)
        taker.take(everything, asks_for_shipments=False, after_each=course.note_reached)
        taker.take_shipments(course.all_shipments())
    taker.take(course.changes(reader))
    # Making a shipment does not stamp the order, so these were not among the changed ones.
    taker.take(reader.numbers(shipped))
    course.note_success()
    board.take_down(company, NoticeKind.IMPORTS_FAILING)


def asked_for(wanted: Wanted, reader: Reader, company: Company, store: Store) -> Iterator[Batch]:
    """The batches of a run by numbers or by days."""
    if wanted.numbers:
        return reader.numbers(wanted.numbers)
    since, until = wanted.moments(company.zone)
    abilities = abilities_of(store, ImportCursor.of(company))
    return reader.everything(abilities, placed_since=since, placed_until=until)


@contextmanager
def _failures_told(job: Job, wanted: Wanted) -> Iterator[None]:
    """Turn a store's error into a failed job, a notice, and a longer wait for the next run."""
    try:
        yield
    except StoreError as error:
        if wanted.is_everything_new:
            ImportCursor.of(job.company).note_failure()
            _put_up_notice(job, error)
        raise JobFailed(error.sentence) from error


def _put_up_notice(job: Job, error: StoreError) -> None:
    if isinstance(error, StoreLoginRejected):
        kind, link = NoticeKind.LOGIN_FAILING, reverse("connection_test", args=[job.company_id])
    else:
        kind, link = NoticeKind.IMPORTS_FAILING, reverse("job_detail", args=[job.pk])
    board.put_up(job.company, kind, error.sentence, link=link)
