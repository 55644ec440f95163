"""Doing a job: claim it, call its function, write down how it ended."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from core import tracing
from core.full_disk import FULL, is_full_disk
from core.refusals import Refused
from core.storable_text import storable
from jobs.kinds import kind_of
from jobs.lease import lease
from jobs.models import Job, JobStatus
from jobs.progress import JobCancelled, JobFailed, JobPostponed, Progress

logger = logging.getLogger(__name__)

# A job whose worker died this often would most likely kill the next one as well.
MAX_ATTEMPTS = 5

_UNEXPECTED = "An unexpected error stopped the job. Its details are in the worker's log."

JobFunction = Callable[[Job, Progress], None]


def run_job(job_id: int) -> None:
    """Run job `job_id` if it is waiting and no other worker has it. Safe to call twice."""
    with tracing.about(job_id=str(job_id)), lease(job_id) as is_mine:
        if not is_mine or not _claim(job_id):
            return
        job = Job.objects.select_related("company").get(pk=job_id)
        progress = Progress(job)
        if job.attempts > MAX_ATTEMPTS:
            sentence = f"The worker stopped unexpectedly {MAX_ATTEMPTS} times during this job."
            _finish(job, progress, JobStatus.FAILED, sentence)
            return
        _work(job, progress)


def _claim(job_id: int) -> bool:
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, status=JobStatus.SUBMITTED)
    claimed = waiting.update(
        status=JobStatus.PROCESSING, started_at=now, attempts=F("attempts") + 1
    )
    return claimed == 1


def _work(job: Job, progress: Progress) -> None:
    function: JobFunction = import_string(kind_of(job.kind).run)
    try:
        function(job, progress)
    except JobPostponed:
        _put_back(job)
    except JobCancelled:
        _finish(job, progress, JobStatus.CANCELLED_WHILE_RUNNING)
    except (JobFailed, Refused) as failure:
        _finish(job, progress, JobStatus.FAILED, str(failure))
    except (OperationalError, InterfaceError):
        # Nothing can be written down now. The lease ends with the connection and the sweep puts
        # the job back into the queue.
        logger.exception("Job %s lost the database", job.pk)
        raise
    except Exception as error:
        is_full = isinstance(error, OSError) and is_full_disk(error)
        _finish(job, progress, JobStatus.FAILED, FULL if is_full else _UNEXPECTED)
        raise
    else:
        has_failures = any(name.endswith("failed") for name in +progress.counts)
        _finish(job, progress, JobStatus.PARTIAL_SUCCESS if has_failures else JobStatus.COMPLETED)


def _put_back(job: Job) -> None:
    """Wait once more: the sweep wakes a worker again. It was no attempt."""
    processing = Job.objects.filter(pk=job.pk, status=JobStatus.PROCESSING)
    processing.exclude(cancel_requested_at=None).update(
        status=JobStatus.CANCELLED_WHILE_RUNNING, finished_at=timezone.now()
    )
    processing.update(status=JobStatus.SUBMITTED, started_at=None, attempts=F("attempts") - 1)


def _finish(job: Job, progress: Progress, status: JobStatus, sentence: str = "") -> None:
    sentence = storable(sentence)
    progress.save()
    if sentence:
        progress.say(sentence, is_error=True)
    job.status, job.error, job.finished_at = status, sentence, timezone.now()
    job.save(update_fields=["status", "error", "finished_at"])
