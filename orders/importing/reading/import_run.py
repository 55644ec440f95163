"""What one run over a company's store holds: company, store, rules, and where it reports."""

from dataclasses import dataclass, field

from jobs.progress import Progress
from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.result_rows import ResultRows
from settings.models import Company
from stores.port import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import, preview or replay. Its functions get it instead of five arguments each.

    `rewrites_unchanged`: known orders are written also when they say nothing new. `rows` collects
    what became of each order, `progress` counts and tells the people who watch the job.
    """

    company: Company
    store: Store
    rules: AdmissionRules
    progress: Progress
    rewrites_unchanged: bool = False
    rows: ResultRows = field(default_factory=ResultRows)
