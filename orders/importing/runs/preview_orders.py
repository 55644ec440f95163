"""Preview: what an import would do now, order by order, without doing it."""

from collections.abc import Iterable

from jobs.models import Job
from jobs.progress import Progress
from orders.importing.import_scope import Wanted
from orders.importing.intake import IncomingOrder, changes_to, sort_out
from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.import_plan import Course
from orders.importing.reading.open_store import store_of
from orders.importing.reading.order_batches import Batch, Reader
from orders.importing.reading.result_rows import Rows
from orders.importing.runs.import_orders import asked_for
from settings.models import Company
from stores.port import StoreOrder


def run_preview(job: Job, progress: Progress) -> None:
    """Write into `job.result` what an import of `job.parameters` would do; writes no order.

    Raises `JobFailed` with the store's sentence.
    """
    rules = AdmissionRules.of(job.company.website_options)
    _preview(job, _Preview(job.company, rules, progress))


def run_what_if(job: Job, progress: Progress) -> None:
    """The same for the days in `job.parameters`, under the rules in there: Options not saved yet.

    Raises `JobFailed` with the store's sentence.
    """
    rules = AdmissionRules.from_parameters(job.parameters["rules"], job.company.zone)
    _preview(job, _Preview(job.company, rules, progress))


def _preview(job: Job, preview: "_Preview") -> None:
    try:
        with store_of(job) as store:
            reader = Reader(job.company, store)
            wanted = Wanted.of(job.parameters)
            if wanted.is_everything_new:
                course = Course.of(job.company, store)
                shipped = course.shipped_since_last_run()
                if course.reads_all:
                    preview.look_at(course.everything(reader))
                preview.look_at(course.changes(reader))
                preview.look_at(reader.numbers(shipped))
            else:
                preview.look_at(asked_for(wanted, reader, job.company, store))
    finally:
        preview.rows.keep_on(job)


class _Preview:
    """Collects what would become of orders."""

    def __init__(self, company: Company, rules: AdmissionRules, progress: Progress) -> None:
        self._company = company
        self._rules = rules
        self._progress = progress
        self.rows = Rows()

    def look_at(self, batches: Iterable[Batch]) -> None:
        """Look at every order of `batches`."""
        for batch in batches:
            self._progress.count(found=batch.listed, unchanged=batch.same)
            self._progress.count(unknown=len(batch.missing))
            for number in batch.missing:
                self.rows.add_number("unknown", "The store has no order with this number.", number)
            self._look_at_orders(batch)
            self._progress.advance(batch.walked, batch.expected)

    def _look_at_orders(self, batch: Batch) -> None:
        readable = []
        for order in batch.orders:
            if isinstance(order, StoreOrder):
                readable.append(order)
            else:
                self._progress.count(failed=1)
                self.rows.add_number("failed", order.sentence, order.store_order_id)
        sorted_out = sort_out(self._company, readable, self._rules, lock=False)
        sentences = changes_to(self._company, sorted_out.updated)
        for incoming in sorted_out.created:
            self._add("created", "It would be imported.", incoming)
        for known, incoming in sorted_out.updated:
            self._add("updated", " ".join(sentences[known.pk]), incoming)
        for incoming in sorted_out.unchanged:
            self._add("unchanged", "It is here, and the store says nothing new.", incoming)
        for incoming, reason in [*sorted_out.refused, *sorted_out.left_alone]:
            self._progress.count(**{f"skipped_{reason.reason}": 1})
            self._add("skipped", reason.sentence, incoming)

    def _add(self, outcome: str, sentence: str, incoming: IncomingOrder) -> None:
        self._progress.count(**{outcome: 1})
        self.rows.add(outcome, sentence, incoming.order)
