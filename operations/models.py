"""The one row that beat keeps fresh."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class HeartBeat(models.Model):
    """When a task of beat was last carried out by a worker. There is one row."""

    ONLY = 1

    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Last beat {self.beaten_at}"

    @classmethod
    def beat(cls) -> None:
        """Note that timetable, broker and a worker work together at this moment."""
        cls.objects.update_or_create(pk=cls.ONLY, defaults={"beaten_at": timezone.now()})

    @classmethod
    def last(cls) -> datetime | None:
        """The last beat; None before the first."""
        return cls.objects.values_list("beaten_at", flat=True).first()
