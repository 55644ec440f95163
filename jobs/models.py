"""Jobs and what they say while they run."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobs.kinds import kind_of
from settings.models import Company


class JobStatus(models.TextChoices):
    """Where a job stands."""

    SUBMITTED = "submitted", "Submitted"
    PROCESSING = "processing", "Processing"
    COMPLETED = "completed", "Completed"
    PARTIAL_SUCCESS = "partial_success", "Partial Success"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    CANCELLED_WHILE_RUNNING = "cancelled_while_running", "Cancelled While Running"


class JobPriority(models.IntegerChoices):
    """Which waiting job a worker takes first: the greater number."""

    BELOW_NORMAL = 0, "Below Normal"
    NORMAL = 1, "Normal"
    HIGH = 2, "High"
    CRITICAL = 3, "Critical"


ACTIVE = (JobStatus.SUBMITTED, JobStatus.PROCESSING)


class JobQuerySet(models.QuerySet["Job"]):
    """Named questions about jobs."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Jobs of the companies `user` works for; of jobs of several companies, of each."""
        companies = Company.objects.visible_to(user)
        elsewhere = self.model.other_companies.through.objects.exclude(company__in=companies)
        return self.filter(company__in=companies).exclude(pk__in=elsewhere.values("job"))

    def active(self) -> Self:
        """Jobs that are waiting or being worked on."""
        return self.filter(status__in=ACTIVE)

    def ended_before(self, moment: datetime) -> Self:
        """Jobs that ended before `moment`, except the newest of each kind and company."""
        newest = self.model.objects.values("company", "kind").annotate(newest=models.Max("pk"))
        ended = self.filter(finished_at__lt=moment).exclude(status__in=ACTIVE)
        return ended.exclude(pk__in=newest.values("newest"))

    def quiet(self) -> Self:
        """Jobs of the schedule that went well and changed nothing."""
        went_well = self.filter(status=JobStatus.COMPLETED, submitted_by=None)
        return went_well.exclude(counts__has_any_keys=["created", "updated", "failed", "removed"])


class Job(models.Model):
    """One piece of long work for a company.

    At most one job of a kind and lane is active per company: the database sees to it, so neither a
    double click nor two beats can start a second. Most kinds have one lane; work that may stand in
    line beside others of its kind names one of its own. Work on several companies at once belongs
    to the first and names `other_companies`: only who may read all of them sees it.

    `subject` says what is done where the kind alone does not; `own_right` is the right that
    cancelling and repeating takes when it is not that of the kind. `counts` maps a word (created,
    skipped ...) to a number; `result` holds what else the kind of job found out; its "rows", a list
    of flat dicts with the same keys, can be downloaded, and so can `result_file`, which has
    `result_size` bytes and goes when the job goes.
    """

    kind = models.CharField(max_length=60)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="jobs")
    other_companies = models.ManyToManyField(Company, related_name="+", blank=True)
    lane = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    own_right = models.CharField(max_length=40, blank=True)
    submitted_by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    status = models.CharField(
        max_length=30, choices=JobStatus.choices, default=JobStatus.SUBMITTED, db_index=True
    )
    priority = models.PositiveSmallIntegerField(
        choices=JobPriority.choices, default=JobPriority.NORMAL
    )
    parameters = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    result_file = models.FileField(upload_to="job-results/%Y/%m/", blank=True)
    result_size = models.PositiveBigIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["company", "kind", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "lane"],
                condition=Q(status__in=["submitted", "processing"]),
                name="one_active_job_per_company_kind_and_lane",
            ),
        ]

    def __str__(self) -> str:
        return f"Job {self.pk}: {self.label}"

    @property
    def label(self) -> str:
        """What staff call this job: its kind, and what it is about."""
        return ": ".join(filter(None, [kind_of(self.kind).label, self.subject]))

    @property
    def right(self) -> str:
        """The right that cancelling and repeating the job takes; '' when nobody may."""
        return self.own_right or kind_of(self.kind).right

    @property
    def companies(self) -> list[Company]:
        """All companies that the job works on, its own first."""
        return [self.company, *self.other_companies.all()]

    @property
    def result_name(self) -> str:
        """What the result's file is called when it is saved; '' for none."""
        return str(self.result_file.name).rsplit("/", 1)[-1]

    @property
    def elapsed(self) -> timedelta | None:
        """How long the work has taken so far; None before it began."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at

    @property
    def is_active(self) -> bool:
        """Whether the job is waiting or being worked on."""
        return self.status in ACTIVE

    @property
    def percent(self) -> int:
        """Progress in whole percent; 0 while the total is unknown."""
        if self.progress_total == 0:
            return 0
        return min(100, self.progress_done * 100 // self.progress_total)


class JobLogLine(models.Model):
    """One sentence a job said."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="log_lines")
    at = models.DateTimeField(auto_now_add=True)
    is_error = models.BooleanField(default=False)
    message = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.message
