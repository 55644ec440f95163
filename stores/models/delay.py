"""Delayed Tracking Settings: when a company's tracking may leave."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator
from django.db import models

from settings.models import Company

_SATURDAY, _SUNDAY = 5, 6


class TrackingDelay(models.Model):
    """One per company; as it comes, tracking leaves at once and on every day of the week.

    `time_of_day` is in the company's time zone; None means at any time.
    """

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="tracking_delay")
    time_of_day = models.TimeField("Delay Tracking Time", null=True, blank=True)
    min_hours = models.PositiveSmallIntegerField(
        "Min Hours to Wait", default=0, validators=[MaxValueValidator(14 * 24)]
    )
    skip_saturday = models.BooleanField("Skip on Saturday", default=False)
    skip_sunday = models.BooleanField("Skip on Sunday", default=False)
    mails_customer = models.BooleanField("E-mail the customer on shipment", default=True)

    def __str__(self) -> str:
        return f"Delayed Tracking Settings of {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}

    def earliest(self, now: datetime) -> datetime | None:
        """The first moment (aware) at which a package confirmed `now` may be told of.

        None when that is at once.
        """
        moment = (now + timedelta(hours=self.min_hours)).astimezone(self.company.zone)
        if self.time_of_day is not None:
            at_that_time = moment.replace(
                hour=self.time_of_day.hour, minute=self.time_of_day.minute, second=0, microsecond=0
            )
            is_past = at_that_time < moment
            moment = at_that_time + timedelta(days=1) if is_past else at_that_time
        while self._skips(moment.weekday()):
            moment = _next_day(moment, at_midnight=self.time_of_day is None)
        return moment if moment > now else None

    def _skips(self, weekday: int) -> bool:
        return {_SATURDAY: self.skip_saturday, _SUNDAY: self.skip_sunday}.get(weekday, False)


def _next_day(moment: datetime, *, at_midnight: bool) -> datetime:
    following = moment + timedelta(days=1)
    return (
        following.replace(hour=0, minute=0, second=0, microsecond=0) if at_midnight else following
    )
