"""What a running job tells the people who watch it."""

import time
from collections import Counter

from core.storable_text import storable
from jobs.models import Job, JobLogLine

SECONDS_BETWEEN_SAVES = 0.5


class JobCancelled(Exception):
    """A person asked for the job to stop."""


class JobPostponed(Exception):
    """The job can do nothing now and holds nobody up: it goes back into its queue for a while."""


class JobFailed(Exception):
    """The job cannot go on. The message is the sentence that staff read."""


class Progress:
    """How a running job reports: counts, progress and log lines.

    Counts and progress are saved at most every half second, so that a job may report each item.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._saved_at = 0.0
        self.counts: Counter[str] = Counter()

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Write a line into the job's log, whatever is in it."""
        JobLogLine.objects.create(job=self._job, message=storable(message), is_error=is_error)

    def count(self, **numbers: int) -> None:
        """Add to the named counts, for example `count(created=3, skipped=1)`."""
        self.counts.update({name: number for name, number in numbers.items() if number})

    def advance(self, done: int, total: int) -> None:
        """Note how far the job is and stop it when a person asked for that.

        Raises `JobCancelled`.
        """
        self._job.progress_done, self._job.progress_total = done, total
        if time.monotonic() - self._saved_at >= SECONDS_BETWEEN_SAVES:
            self.save()
            self._stop_if_cancelled()

    def save(self) -> None:
        """Write counts and progress now."""
        self._saved_at = time.monotonic()
        self._job.counts = dict(self.counts)
        self._job.save(update_fields=["counts", "progress_done", "progress_total"])

    def _stop_if_cancelled(self) -> None:
        self._job.refresh_from_db(fields=["cancel_requested_at"])
        if self._job.cancel_requested_at is not None:
            raise JobCancelled
