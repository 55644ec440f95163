"""Submitting, cancelling and repeating jobs. The table is the queue; Celery only wakes a worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.notifying import messages_waiting, notify_workers
from jobs.kinds import JobKind, kind_of
from jobs.lease import lease
from jobs.models import Job, JobLogLine, JobPriority, JobStatus
from settings.models import Company

# Workers are notified again of a submitted job that nobody has picked up for this long: the first
# notification may have been lost with the broker.
NOTIFICATION_LOST_AFTER = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Submission:
    """The job that will do the work; `is_new` is False when it was already on its way."""

    job: Job
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDetails:
    """What sets a job apart from others of its kind; see `Job`."""

    lane: str = ""
    subject: str = ""
    right: str = ""
    other_companies: tuple[Company, ...] = ()


NO_DETAILS = JobDetails()


def submit(
    kind: JobKind,
    company: Company,
    *,
    by: AbstractBaseUser | None = None,
    parameters: dict[str, Any] | None = None,
    details: JobDetails = NO_DETAILS,
) -> Submission:
    """Queue a job of `kind` for `company`, or return the active one of that kind and lane.

    A job that somebody waits for goes before those of the schedule.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind.name,
                company=company,
                submitted_by_id=by.pk if by else None,
                parameters=parameters or {},
                priority=JobPriority.HIGH if by else JobPriority.NORMAL,
                lane=details.lane,
                subject=details.subject,
                own_right=details.right,
            )
            if details.other_companies:
                job.other_companies.set(details.other_companies)
    except IntegrityError:
        same = Job.objects.filter(kind=kind.name, company=company, lane=details.lane)
        active = same.active().first()
        if active is not None:
            return Submission(active, is_new=False)
        # The other job ended between the two statements: the place is free now.
        return submit(kind, company, by=by, parameters=parameters, details=details)
    transaction.on_commit(lambda: notify(job.pk, job.priority))
    return Submission(job, is_new=True)


def notify(job_id: int, priority: int = JobPriority.NORMAL) -> None:
    """Wake a worker for a job. Losing this call loses nothing: the sweep does it again."""
    # Over Redis the smallest number comes first.
    place = (JobPriority.CRITICAL - priority) * 3
    kind = Job.objects.values_list("kind", flat=True).get(pk=job_id)
    queue = kind_of(kind).queue
    notify_workers("jobs.tasks.run", job_id, queue=queue, priority=place)


def notify_again(job_ids: Sequence[int]) -> None:
    """Wake workers for jobs that still wait, unless as many messages wait in their queue already.

    Where no worker takes what a queue holds, more messages would only pile up.
    """
    kinds = dict(Job.objects.filter(pk__in=job_ids).values_list("pk", "kind"))
    by_queue: dict[str, list[int]] = {}
    for job_id in job_ids:
        if job_id in kinds:
            by_queue.setdefault(kind_of(kinds[job_id]).queue, []).append(job_id)
    for name, ids in by_queue.items():
        if messages_waiting(name) < len(ids):
            for job_id in ids:
                notify(job_id)


def why_not_reprioritise(job: Job) -> str:
    """Why the job's priority does not matter any more, as a sentence; '' while it waits."""
    return "" if job.status == JobStatus.SUBMITTED else f"Job {job.pk} does not wait any more."


def reprioritise(job: Job, priority: JobPriority) -> None:
    """Give a waiting job another priority: a worker is woken for it once more, in its new place."""
    waiting = Job.objects.filter(pk=job.pk, status=JobStatus.SUBMITTED)
    if waiting.update(priority=priority):
        transaction.on_commit(lambda: notify(job.pk, priority))


def why_not_cancel(job: Job) -> str:
    """Why asking the job to stop makes no sense, as a sentence; '' when it does."""
    if job.is_active and job.cancel_requested_at is None:
        return ""
    return f"Job {job.pk} has ended already or was asked to stop before."


def cancel(job: Job) -> None:
    """Stop a waiting job at once; ask a running one to stop after its present step."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, status=JobStatus.SUBMITTED)
    if waiting.update(status=JobStatus.CANCELLED, finished_at=now, cancel_requested_at=now) == 0:
        Job.objects.active().filter(pk=job.pk).update(cancel_requested_at=now)


def why_not_run_again(job: Job) -> str:
    """Why the same work cannot be submitted again, as a sentence; '' when it can."""
    return f"Job {job.pk} has not ended yet." if job.is_active else ""


def run_again(job: Job, *, by: AbstractBaseUser) -> Submission:
    """Submit the same work as an ended job; a kind that goes on does what was left undone."""
    kind = kind_of(job.kind)
    first, *others = job.companies
    details = JobDetails(
        lane=f"rest of {job.pk}" if kind.goes_on else job.lane,
        subject=job.subject,
        right=job.own_right,
        other_companies=tuple(others),
    )
    parameters = {**job.parameters, "rest_of": job.pk} if kind.goes_on else job.parameters
    return submit(kind, first, by=by, parameters=parameters, details=details)


def put_orphans_back() -> list[int]:
    """Return to the queue the jobs whose worker has gone. Gives their ids."""
    orphans = []
    for job_id in Job.objects.filter(status=JobStatus.PROCESSING).values_list("pk", flat=True):
        with lease(job_id) as is_free:
            if is_free and _put_back(job_id):
                orphans.append(job_id)
    return orphans


def waiting_too_long() -> list[int]:
    """Ids of submitted jobs whose notification seems to have been lost, the most urgent first."""
    before = timezone.now() - NOTIFICATION_LOST_AFTER
    waiting = Job.objects.filter(status=JobStatus.SUBMITTED, submitted_at__lt=before)
    return list(waiting.order_by("-priority", "pk").values_list("pk", flat=True))


def prune() -> int:
    """Delete runs of the schedule without any news, soon after they ended. Gives how many.

    The newest job of each kind and company stays: pages show it. How long other jobs are kept is
    the company's own decision.
    """
    before = timezone.now() - timedelta(days=django_settings.QUIET_JOBS_KEPT_DAYS)
    return delete(Job.objects.quiet().ended_before(before).values_list("pk", flat=True))


def delete(job_ids: Iterable[int]) -> int:
    """Delete jobs with their logs and files. Gives how many."""
    ids = list(job_ids)
    for job in Job.objects.filter(pk__in=ids).exclude(result_file="").only("result_file"):
        job.result_file.delete(save=False)
    Job.objects.filter(pk__in=ids).delete()
    return len(ids)


def _put_back(job_id: int) -> bool:
    # The row is asked again under the lease: its worker may have ended it properly meanwhile.
    processing = Job.objects.filter(pk=job_id, status=JobStatus.PROCESSING)
    processing.exclude(cancel_requested_at=None).update(
        status=JobStatus.CANCELLED_WHILE_RUNNING, finished_at=timezone.now()
    )
    if processing.update(status=JobStatus.SUBMITTED) == 0:
        return False
    message = "The worker stopped before the job was done. The job goes on with another worker."
    JobLogLine.objects.create(job_id=job_id, message=message, is_error=True)
    return True
