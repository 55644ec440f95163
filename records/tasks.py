"""Celery tasks of data retention."""

from celery import shared_task

from records.retention.schedule import start_due_removals


@shared_task(name="records.tasks.remove_old_data")
def remove_old_data() -> None:
    """Remove what companies keep no longer."""
    start_due_removals()
