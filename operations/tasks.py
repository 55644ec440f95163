"""The tasks by which beat shows that it lives, and looks at the machine."""

from celery import shared_task

from operations import disks
from operations.models import HeartBeat


@shared_task(name="operations.tasks.beat_heart")
def beat_heart() -> None:
    """Keep the heart-beat fresh."""
    HeartBeat.beat()


@shared_task(name="operations.tasks.look_at_disk")
def look_at_disk() -> None:
    """Tell where the disk for documents is full, as the worker sees it."""
    disks.tell_of_full_disk()
