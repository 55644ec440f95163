"""Notices: one per company and kind while it lasts."""

from typing import Self

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from settings.models import Company


class Urgency(models.IntegerChoices):
    """How soon somebody should look; also the colour of the bell. A greater number is sooner."""

    STANDARD = 1, "Standard"
    HIGH = 2, "High"
    URGENT = 3, "Urgent"


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    KEY_UNREADABLE = "key_unreadable", "The API Password cannot be read"
    LOGIN_FAILING = "login_failing", "The store rejects the login"
    IMPORTS_FAILING = "imports_failing", "Imports are failing"
    NO_GOOD_RUN = "no_good_run", "No import has ended well"
    NO_ORDERS = "no_orders", "Unusually long without an order"
    DIFFERENCES = "differences", "Orders differ from the store"
    TRACKING_STUCK = "tracking_stuck", "Tracking cannot be uploaded"
    UPLOADS_PAUSED = "uploads_paused", "Website updates are paused"
    STATUSES_STOPPED = "statuses_stopped", "Status changes are stopped"
    UNMAPPED_METHODS = "unmapped_methods", "Shipping methods without mapping"
    STATUSES_UNSET = "statuses_unset", "Website statuses are not chosen"
    DISK_FULL = "disk_full", "The disk for documents is full"
    STORE_CLOCK_WRONG = "store_clock_wrong", "The website's clock is wrong"

    @property
    def urgency(self) -> Urgency:
        """How urgent notices of this kind are."""
        return _URGENCIES[self]


_URGENCIES = {
    NoticeKind.KEY_UNREADABLE: Urgency.URGENT,
    NoticeKind.LOGIN_FAILING: Urgency.URGENT,
    NoticeKind.IMPORTS_FAILING: Urgency.HIGH,
    NoticeKind.NO_GOOD_RUN: Urgency.URGENT,
    NoticeKind.NO_ORDERS: Urgency.HIGH,
    NoticeKind.DIFFERENCES: Urgency.STANDARD,
    NoticeKind.TRACKING_STUCK: Urgency.URGENT,
    NoticeKind.UPLOADS_PAUSED: Urgency.HIGH,
    NoticeKind.STATUSES_STOPPED: Urgency.URGENT,
    NoticeKind.UNMAPPED_METHODS: Urgency.STANDARD,
    NoticeKind.STATUSES_UNSET: Urgency.HIGH,
    NoticeKind.DISK_FULL: Urgency.URGENT,
    NoticeKind.STORE_CLOCK_WRONG: Urgency.STANDARD,
}


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Named questions about notices."""

    def open(self) -> Self:
        """Notices of what is not right again yet."""
        return self.filter(ended_at=None)

    def for_bell_of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Open notices of the user's companies that the user has not dismissed."""
        return (
            self.open()
            .filter(company__in=Company.objects.visible_to(user))
            .exclude(dismissals__user_id=user.pk or 0)
        )


class Notice(models.Model):
    """Something that is wrong at a company. It ends by itself when it is right again.

    `count` says how often it was seen, or how many things it is about; `link` is a path on our own
    pages where something can be done.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices)
    message = models.TextField()
    link = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-urgency", "-last_seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind"],
                condition=Q(ended_at=None),
                name="one_open_notice_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.company}"


class Dismissal(models.Model):
    """A person has seen a notice and does not want it in the bell any more."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="dismissals")
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="one_dismissal_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} dismissed by {self.user}"


class AlertMode(models.TextChoices):
    """When a person gets e-mails about a company's notices."""

    OFF = "off", "No e-mails"
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, in the morning"


class AlertSetting(models.Model):
    """How a person wants to hear of a company's notices by e-mail; without a row, not at all.

    AT_ONCE sends at most one e-mail in `minutes`; what comes up meanwhile waits for the next one.
    `told_at` is when a digest was last written for this person and company.
    """

    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_settings"
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="alert_settings")
    mode = models.CharField(
        "E-mails", max_length=10, choices=AlertMode.choices, default=AlertMode.OFF
    )
    minutes = models.PositiveSmallIntegerField(
        "At most every (minutes)",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(24 * 60)],
    )
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "company"], name="one_alert_setting_each"),
        ]

    def __str__(self) -> str:
        return f"E-mails to {self.user} about {self.company}"


class AlertMail(models.Model):
    """One e-mail to a person about some notices: written down first, then sent.

    `claimed_at` is set before it is handed to the mail server and taken back when that refuses: a
    mail whose fate nobody knows is not sent again.
    """

    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Alert {self.pk} to {self.user}"


class Alert(models.Model):
    """A notice of which a person has been told by e-mail: never twice."""

    mail = models.ForeignKey(AlertMail, on_delete=models.CASCADE, related_name="alerts")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="alerts")
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="one_alert_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} to {self.user}"
