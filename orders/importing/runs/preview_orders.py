"""Preview: what an import would do now, order by order, without doing it."""

from collections.abc import Iterable, Iterator

from jobs.models import Job
from jobs.progress import Progress
from orders.importing.import_scope import ImportScope
from orders.importing.intake import IncomingOrder, changes_to, fit_order, sort_out
from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.batch import AnyOrder, Batch
from orders.importing.reading.import_plan import ImportPlan
from orders.importing.reading.import_run import ImportRun
from orders.importing.reading.open_store import store_of
from orders.importing.reading.order_batches import orders_by_number, orders_in_scope
from orders.models import ImportOutcome
from stores.port import StoreOrder


def run_preview(job: Job, progress: Progress) -> None:
    """Write into `job.result` what an import of `job.parameters` would do; writes no order.

    Raises `JobFailed` with the store's sentence.
    """
    _preview(job, AdmissionRules.of(job.company.website_options), progress)


def run_what_if(job: Job, progress: Progress) -> None:
    """The same for the days in `job.parameters`, under the rules in there: Options not saved yet.

    Raises `JobFailed` with the store's sentence.
    """
    rules = AdmissionRules.from_parameters(job.parameters["rules"], job.company.zone)
    _preview(job, rules, progress)


def _preview(job: Job, rules: AdmissionRules, progress: Progress) -> None:
    with store_of(job) as store:
        run = ImportRun(company=job.company, store=store, rules=rules, progress=progress)
        try:
            _look_at(run, _batches(run, ImportScope.of(job.parameters)))
        finally:
            run.rows.keep_on(job)


def _batches(run: ImportRun, scope: ImportScope) -> Iterator[Batch]:
    """What an import of `scope` would read, in its order."""
    if not scope.is_everything_new:
        yield from orders_in_scope(run, scope)
        return
    plan = ImportPlan.of(run)
    shipped = plan.shipped_since_last_run()
    if plan.reads_all:
        yield from plan.all_orders()
    yield from plan.changed_orders()
    yield from orders_by_number(run, shipped)


def _look_at(run: ImportRun, batches: Iterable[Batch]) -> None:
    for batch in batches:
        run.progress.count(found=batch.listed, unchanged=batch.same, unknown=len(batch.missing))
        for number in batch.missing:
            sentence = "The store has no order with this number."
            run.rows.add_number(ImportOutcome.UNKNOWN, sentence, number)
        _look_at_orders(run, batch.orders)
        run.progress.advance(batch.walked, batch.expected)


def _look_at_orders(run: ImportRun, orders: Iterable[AnyOrder]) -> None:
    readable = []
    for order in map(fit_order, orders):
        if isinstance(order, StoreOrder):
            readable.append(order)
        else:
            run.progress.count(failed=1)
            run.rows.add_number(ImportOutcome.FAILED, order.sentence, order.store_order_id)
    batch = sort_out(run.company, readable, run.rules, lock=False)
    changes = changes_to(run.company, batch.updated)
    for incoming in batch.created:
        _add(run, ImportOutcome.CREATED, "It would be imported.", incoming)
    for known, incoming in batch.updated:
        _add(run, ImportOutcome.UPDATED, " ".join(changes[known.pk]), incoming)
    for incoming in batch.unchanged:
        sentence = "It is here, and the store says nothing new."
        _add(run, ImportOutcome.UNCHANGED, sentence, incoming)
    for incoming, refusal in [*batch.refused, *batch.left_alone]:
        run.progress.count(**{refusal.reason.count_name: 1})
        _add(run, ImportOutcome.SKIPPED, refusal.sentence, incoming)


def _add(run: ImportRun, outcome: ImportOutcome, sentence: str, incoming: IncomingOrder) -> None:
    run.progress.count(**{outcome.value: 1})
    run.rows.add(outcome, sentence, incoming.order)
