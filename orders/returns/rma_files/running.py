"""The job that makes RMAs out of a file."""

from collections.abc import Sequence

from auditlog.context import set_actor
from django.contrib.auth.models import AbstractBaseUser

from core.refusals import Refused
from jobs.models import Job
from jobs.progress import JobFailed, Progress
from orders.files.naming import BadRow, KnownOrders
from orders.models import RmaImport
from orders.returns.rma_files.deciding import Answer, Wish, decide
from orders.returns.rma_files.uploads import read
from orders.returns.rmas import create
from settings.access import rights_of
from settings.rights import Right


def run_import(job: Job, progress: Progress) -> None:
    """Create the RMAs, each in a transaction of its own; begun anew, none is made twice."""
    uploads = RmaImport.objects.filter(pk=job.parameters["rma_import"], company=job.company)
    upload, by = uploads.select_related("company").first(), job.submitted_by
    if upload is None:
        raise JobFailed("The file is not there any more. Upload it again.")
    if by is None or not by.is_active or Right.EDIT not in rights_of(by, upload.company):
        raise JobFailed(
            "Who asked for this may not edit orders of this company any more. Somebody else must."
        )
    answers = read(upload)
    _mark_made(upload, answers)
    wishes = decide(upload.company, [answer for answer in answers if answer.rma is None])
    done = len(answers) - sum(len(wish.answers) for wish in wishes)
    try:
        with set_actor(by):
            for wish in wishes:
                _make(wish, upload, by)
                done += len(wish.answers)
                progress.advance(done, len(answers))
    finally:
        _keep(upload, answers, progress)


def _mark_made(upload: RmaImport, answers: Sequence[Answer]) -> None:
    """Lines whose RMA was made before the job was begun anew have it."""
    made = {rma.order_id: rma for rma in upload.rmas.select_related("order")}
    known = KnownOrders(rma.order for rma in made.values())
    for answer in answers:
        try:
            answer.rma = made[known.find(answer).pk]
        except BadRow:
            continue


def _make(wish: Wish, upload: RmaImport, by: AbstractBaseUser) -> None:
    try:
        rma = create(wish.order, wish.returned, wish.description, imported_from=upload, by=by)
    except Refused as reason:
        wish.fail(str(reason))
        return
    for answer in wish.answers:
        answer.rma = rma


def _keep(upload: RmaImport, answers: Sequence[Answer], progress: Progress) -> None:
    for answer in answers:
        if answer.rma is None and not answer.sentence:
            answer.sentence = "Not imported: the job was stopped before. Upload the file again."
    failed = sum(1 for answer in answers if answer.sentence)
    rmas = {answer.rma.pk for answer in answers if answer.rma}
    progress.count(rmas=len(rmas), created=len(answers) - failed, failed=failed)
    upload.keep_answers([answer.as_dict() for answer in answers])
    if failed:
        progress.say(f"{failed} lines failed; the result says why.", is_error=True)
