"""What the workers of the job queue run."""

from celery import shared_task

from jobs import queue
from jobs.run_job import run_job


@shared_task(name="jobs.tasks.run")
def run(job_id: int) -> None:
    """Run one job."""
    run_job(job_id)


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Put jobs back that lost their worker, and notify workers again of those nobody picked up."""
    queue.notify_again([*queue.put_orphans_back(), *queue.waiting_too_long()])


@shared_task(name="jobs.tasks.prune")
def prune() -> None:
    """Delete runs of the schedule that brought nothing new."""
    queue.prune()
