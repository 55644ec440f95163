"""An import run: open the store, ask what changed, take it in, remember how far we came."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from jobs.progress import JobCancelled, JobFailed, JobPostponed, Progress
from notices import board
from notices.models import NoticeKind
from orders.importing.import_scope import ImportScope
from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.import_plan import ImportPlan
from orders.importing.reading.import_run import ImportRun
from orders.importing.reading.order_batches import orders_by_number, orders_in_scope
from orders.importing.runs.failed_runs import note_unexpected
from orders.importing.runs.store_clock import tell_of_clock
from orders.importing.runs.take_batches import take_batches, take_shipments
from orders.models import ImportCursor
from orders.routing.unmapped_notice import tell_of_unmapped
from stores.doubted_stores import Lane, asking
from stores.errors import StoreError, StoreLoginRejected
from stores.registry import open_store


def run_import(job: Job, progress: Progress) -> None:
    """Import the scope in `job.parameters`: everything new, some numbers, or some days.

    Raises `JobFailed` with the store's sentence when the store cannot be read. What was taken in
    until then stays, and the next run begins where the last complete one ended.
    """
    scope = ImportScope.of(job.parameters)
    begun_at = timezone.now()
    company = job.company
    with (
        _failures_told(job, scope),
        closing(open_store(company.connection)) as store,
        asking(company, store, Lane.JOBS),
    ):
        run = ImportRun(
            company=job.company,
            store=store,
            rules=AdmissionRules.of(job.company.website_options),
            progress=progress,
            rewrites_unchanged=scope.rewrites_unchanged,
        )
        try:
            if scope.is_everything_new:
                _import_everything_new(run)
            else:
                take_batches(run, orders_in_scope(run, scope))
        finally:
            run.rows.keep_on(job)
        tell_of_clock(job.company, store.clock(), begun_at)
    board.take_down(job.company, NoticeKind.LOGIN_FAILING)
    tell_of_unmapped(job.company)


def _import_everything_new(run: ImportRun) -> None:
    plan = ImportPlan.of(run)
    shipped = plan.shipped_since_last_run()
    if plan.reads_all:
        plan.note_begin()
        # A list of all shipments costs less than asking for those of each order.
        take_batches(run, plan.all_orders(), asks_for_shipments=False, after_each=plan.note_reached)
        take_shipments(run, plan.all_shipments())
    take_batches(run, plan.changed_orders())
    # Making a shipment does not stamp the order, so these were not among the changed ones.
    take_batches(run, orders_by_number(run, shipped))
    plan.note_success()
    board.take_down(run.company, NoticeKind.IMPORTS_FAILING)


@contextmanager
def _failures_told(job: Job, scope: ImportScope) -> Iterator[None]:
    """Turn a store's error into a failed job, a notice, and a longer wait for the next run."""
    try:
        yield
    except StoreError as error:
        if scope.is_everything_new:
            ImportCursor.of(job.company).note_failure()
            _put_up_notice(job, error)
        raise JobFailed(error.sentence) from error
    except (JobCancelled, JobFailed, JobPostponed, OperationalError, InterfaceError):
        raise  # no end, a sentence of its own, or a database that can be told nothing
    except Exception:
        if scope.is_everything_new:
            note_unexpected(job)
        raise


def _put_up_notice(job: Job, error: StoreError) -> None:
    if isinstance(error, StoreLoginRejected):
        kind, link = NoticeKind.LOGIN_FAILING, reverse("connection_test", args=[job.company_id])
    else:
        kind, link = NoticeKind.IMPORTS_FAILING, reverse("job_detail", args=[job.pk])
    board.put_up(job.company, kind, error.sentence, link=link)
