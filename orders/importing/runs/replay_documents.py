"""Replay: read the raw documents that we kept through the importer again, after a bug was fixed."""

from collections.abc import Iterator

from jobs.models import Job
from jobs.progress import Progress
from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.batch import AnyOrder, Batch
from orders.importing.reading.import_run import ImportRun
from orders.importing.reading.open_store import store_of
from orders.importing.runs.take_batches import take_batches
from orders.models import LeftOutOrder, OrderDocument
from settings.models import Company
from stores.port import Store

DOCUMENTS_AT_A_TIME = 100


def run_replay(job: Job, progress: Progress) -> None:
    """Read the documents of all orders of the company, or of `job.parameters["numbers"]`, again.

    Orders that had failed come in if they can be read now. The store is asked for its statuses and
    for nothing else. Raises `JobFailed` with the store's sentence.
    """
    rules = AdmissionRules.of(job.company.website_options)
    with store_of(job) as store:
        run = ImportRun(
            company=job.company,
            store=store,
            rules=rules,
            progress=progress,
            rewrites_unchanged=True,
        )
        try:
            take_batches(run, _kept_documents(job.company, store, job.parameters.get("numbers")))
        finally:
            run.rows.keep_on(job)


def _kept_documents(company: Company, store: Store, numbers: list[str] | None) -> Iterator[Batch]:
    kept = OrderDocument.objects.kept().filter(order__company=company).order_by("order_id")
    failed = LeftOutOrder.objects.filter(company=company, packed_document__isnull=False).failed()
    if numbers:
        kept = kept.filter(order__store_order_id__in=numbers)
        failed = failed.filter(store_order_id__in=numbers)
    expected, walked, orders = kept.count() + failed.count(), 0, list[AnyOrder]()
    for source in (kept, failed.order_by("pk")):
        for row in source.iterator(DOCUMENTS_AT_A_TIME):
            walked += 1
            orders.append(store.read(row.document))
            if len(orders) == DOCUMENTS_AT_A_TIME:
                yield Batch(orders, len(orders), walked, expected)
                orders = []
    if orders:
        yield Batch(orders, len(orders), walked, expected)
