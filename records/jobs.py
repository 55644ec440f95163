"""Jobs of the records room."""

from jobs.models import Job
from jobs.progress import Progress
from records.removing import due_now, remove_due

REMOVE_OLD_DATA = "remove_old_data"


def run_removal(job: Job, progress: Progress) -> None:
    """Remove what the job's company keeps no longer. May be stopped between two parts."""
    done, total = 0, sum(due_now(job.company).values())
    for key, number in remove_due(job.company):
        progress.count(removed=number, **{key: number})
        done += number
        progress.advance(done, max(done, total))
