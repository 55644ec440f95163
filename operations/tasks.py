"""The task by which beat shows that it lives."""

from celery import shared_task

from operations.models import HeartBeat


@shared_task(name="operations.tasks.beat_heart")
def beat_heart() -> None:
    """Keep the heart-beat fresh."""
    HeartBeat.beat()
