"""The job that makes RMAs out of a file."""

from collections.abc import Sequence

from auditlog.context import set_actor
from django.contrib.auth.models import AbstractBaseUser

from core.refusals import Refused
from jobs.models import Job
from jobs.progress import Progress
from orders.files.naming import BadRow, KnownOrders
from orders.models import RmaImport
from orders.returns.rma_files.read_rma_rows import read_rma_rows
from orders.returns.rma_files.rma_kind import RMA_FILES
from orders.returns.rma_files.rows_to_rmas import RmaRowResult, WantedRma, decide
from orders.returns.rmas import create
from uploads.job_steps import asked_by, file_of


def run_import(job: Job, progress: Progress) -> None:
    """Create the RMAs, each in a transaction of its own; begun again, none is made twice."""
    upload, by = file_of(job, RMA_FILES), asked_by(job, RMA_FILES, "edit orders")
    answers = read_rma_rows(upload)
    _mark_made(upload, answers)
    wanted_rmas = decide(upload.company, [answer for answer in answers if answer.rma is None])
    done = len(answers) - sum(len(wanted.answers) for wanted in wanted_rmas)
    try:
        with set_actor(by):
            for wanted in wanted_rmas:
                _make(wanted, upload, by)
                done += len(wanted.answers)
                progress.advance(done, len(answers))
    finally:
        _keep(upload, answers, progress)


def _mark_made(upload: RmaImport, answers: Sequence[RmaRowResult]) -> None:
    """Lines whose RMA was made before the job was begun again have it."""
    made = {rma.order_id: rma for rma in upload.rmas.select_related("order")}
    known = KnownOrders(rma.order for rma in made.values())
    for answer in answers:
        try:
            answer.rma = made[known.find(answer).pk]
        except BadRow:
            continue


def _make(wanted: WantedRma, upload: RmaImport, by: AbstractBaseUser) -> None:
    try:
        rma = create(wanted.order, wanted.returned, wanted.description, imported_from=upload, by=by)
    except Refused as reason:
        wanted.fail(str(reason))
        return
    for answer in wanted.answers:
        answer.rma = rma


def _keep(upload: RmaImport, answers: Sequence[RmaRowResult], progress: Progress) -> None:
    for answer in answers:
        if answer.rma is None and not answer.sentence:
            answer.sentence = "Not imported: the job was stopped before. Upload the file again."
    failed = sum(1 for answer in answers if answer.sentence)
    rmas = {answer.rma.pk for answer in answers if answer.rma}
    progress.count(rmas=len(rmas), created=len(answers) - failed, failed=failed)
    upload.keep_answers([answer.as_dict() for answer in answers])
    if failed:
        progress.say(f"{failed} lines failed; the result says why.", is_error=True)
