"""Test Settings as a job: try the connection and write down what was found."""

from contextlib import closing
from dataclasses import asdict

from jobs.models import Job
from jobs.progress import JobFailed, Progress
from settings.models import Company
from stores.errors import StoreError
from stores.known_statuses import remember_statuses
from stores.port import Finding, Store, Verdict
from stores.registry import open_store

# How many items a test has when nothing stops it; only the progress bar uses it.
ITEMS = 9


def run_test(job: Job, progress: Progress) -> None:
    """Write each finding into the job's `result` and log; then read the store's statuses.

    Raises `JobFailed` when the plugin is not installed.
    """
    try:
        store = open_store(job.company.connection)
    except StoreError as error:
        raise JobFailed(error.sentence) from error
    with closing(store):
        findings = _try_everything(job, store, progress)
        if any(_is_login_good(finding) for finding in findings):
            _read_statuses(job.company, store, progress)


def _try_everything(job: Job, store: Store, progress: Progress) -> list[Finding]:
    findings: list[Finding] = []
    for finding in store.diagnose():
        findings.append(finding)
        progress.count(**{finding.verdict.value: 1})
        is_error = finding.verdict == Verdict.FAILED
        progress.say(f"{finding.item}: {finding.sentence}", is_error=is_error)
        job.result = {"findings": [asdict(one) for one in findings]}
        job.save(update_fields=["result"])
        progress.advance(len(findings), ITEMS)
    progress.advance(len(findings), len(findings))
    return findings


def _is_login_good(finding: Finding) -> bool:
    return finding.item == "List orders" and finding.verdict == Verdict.WORKS


def _read_statuses(company: Company, store: Store, progress: Progress) -> None:
    try:
        for sentence in remember_statuses(company.connection, store.statuses()):
            progress.say(sentence, is_error=True)
    except StoreError as error:
        progress.say(f"The statuses could not be read. {error.sentence}", is_error=True)
