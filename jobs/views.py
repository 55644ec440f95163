"""Manage Queued Jobs: the list, one job with its log, cancel, run again, priority, result."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.downloads import csv_download
from core.htmx import render_page_or_part
from core.people import signed_in
from jobs import queue
from jobs.kinds import all_kinds, kind_of
from jobs.models import Job, JobPriority, JobQuerySet, JobStatus
from settings.access import require, rights_of
from settings.models import Company
from settings.rights import Right

JOBS_PER_PAGE = 50
LOG_LINES_SHOWN = 500


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """All jobs of the user's companies, newest first; `status` and `kind` narrow the list."""
    jobs = _visible_jobs(request).filter(_readable(request))
    status = request.GET.get("status", "")
    if status in JobStatus.values:
        jobs = jobs.filter(status=status)
    kinds, kind = _kinds(), request.GET.get("kind", "")
    if kind in dict(kinds):
        jobs = jobs.filter(kind=kind)
    page = Paginator(jobs, JOBS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "statuses": JobStatus.choices,
        "status": status,
        "kinds": kinds,
        "kind": kind,
        "has_active": any(job.is_active for job in page),
    }
    return render_page_or_part(request, "jobs/job_list.html", "jobs/_job_table.html", context)


@require_safe
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job with counts, progress and log; `errors=1` shows only the log's errors."""
    job = get_object_or_404(_visible_jobs(request), pk=job_id)
    _require_one_of(request, job)
    lines = job.log_lines.all()
    only_errors = request.GET.get("errors") == "1"
    if only_errors:
        lines = lines.filter(is_error=True)
    kind, rights = kind_of(job.kind), _rights_at(request, job)
    may_act, may_read = job.right in rights, kind.result_right in rights
    context = {
        "job": job,
        "log_lines": lines[:LOG_LINES_SHOWN],
        "only_errors": only_errors,
        "can_cancel": may_act and not queue.why_not_cancel(job),
        "can_run_again": may_act and not queue.why_not_run_again(job),
        "can_reprioritise": may_act and not queue.why_not_reprioritise(job),
        "priorities": JobPriority.choices,
        "result_page": kind.result_page if may_read else "",
        "has_rows": may_read and bool(job.result.get("rows")),
        "has_file": may_read and bool(job.result_file),
        "goes_on": kind.goes_on,
        "counts": shown_counts(job),
        **_pace(job),
    }
    return render_page_or_part(request, "jobs/job_detail.html", "jobs/_job_state.html", context)


@require_safe
def result_download(request: HttpRequest, job_id: int) -> HttpResponse:
    """The rows of the job's result as CSV."""
    job = _job_to_read(request, job_id)
    return csv_download(job.result.get("rows", []), f"job-{job.pk}.csv")


@require_safe
def file_download(request: HttpRequest, job_id: int) -> FileResponse:
    """The file that the job wrote."""
    job = _job_to_read(request, job_id)
    if not job.result_file:
        raise Http404("The job has no file.")
    try:
        file = job.result_file.open()
    except FileNotFoundError as error:
        raise Http404("The file is not in the storage any more. Run the job again.") from error
    return FileResponse(file, as_attachment=True, filename=job.result_name)


@require_POST
def priority(request: HttpRequest, job_id: int) -> HttpResponse:
    """Give a waiting job another priority."""
    job = _job_to_act_on(request, job_id)
    chosen = request.POST.get("priority", "")
    if chosen not in map(str, JobPriority.values):
        messages.error(request, "Choose one of the priorities in the list.")
    elif reason := queue.why_not_reprioritise(job):
        messages.warning(request, reason)
    else:
        queue.reprioritise(job, JobPriority(int(chosen)))
        messages.success(request, f"The priority is {JobPriority(int(chosen)).label} now.")
    return redirect("job_detail", job_id=job.pk)


@require_POST
def cancellation(request: HttpRequest, job_id: int) -> HttpResponse:
    """Ask a job to stop."""
    job = _job_to_act_on(request, job_id)
    if reason := queue.why_not_cancel(job):
        messages.warning(request, reason)
    else:
        queue.cancel(job)
        messages.info(request, f"Job {job.pk} was asked to stop.")
    return redirect("job_detail", job_id=job.pk)


@require_POST
def rerun(request: HttpRequest, job_id: int) -> HttpResponse:
    """Submit the same work again."""
    job = _job_to_act_on(request, job_id)
    if reason := queue.why_not_run_again(job):
        messages.warning(request, reason)
        return redirect("job_detail", job_id=job.pk)
    submission = queue.run_again(job, by=signed_in(request))
    if not submission.is_new:
        messages.warning(request, f"Job {submission.job.pk} is already doing this work.")
    return redirect("job_detail", job_id=submission.job.pk)


def shown_counts(job: Job) -> list[tuple[str, int]]:
    """The job's counts in words, in the order in which its kind names them, then the rest."""
    names = kind_of(job.kind).counts
    order = {name: place for place, name in enumerate(names)}
    known = sorted(job.counts.items(), key=lambda item: order.get(item[0], len(order)))
    return [(names.get(name, name), number) for name, number in known]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.name, kind.label) for kind in all_kinds()]


def _pace(job: Job) -> dict[str, int | None]:
    """Records a second and seconds left of a running job; None where nothing can be said yet."""
    left = job.progress_total - job.progress_done
    if job.status != JobStatus.PROCESSING or job.started_at is None or not job.progress_done:
        return {"rate": None, "seconds_left": None}
    seconds = max(1.0, (timezone.now() - job.started_at).total_seconds())
    rate = job.progress_done / seconds
    return {"rate": round(rate), "seconds_left": round(left / rate)}


def _job_to_act_on(request: HttpRequest, job_id: int) -> Job:
    """A job that the user may start: cancelling and repeating it take the same right."""
    job = get_object_or_404(_visible_jobs(request), pk=job_id)
    if not job.right:
        raise PermissionDenied("This kind of job is no longer installed.")
    for company in job.companies:
        require(request.user, company, Right(job.right))
    return job


def _job_to_read(request: HttpRequest, job_id: int) -> Job:
    """A job whose result the user may read, at each of its companies."""
    job = get_object_or_404(_visible_jobs(request), pk=job_id)
    right = kind_of(job.kind).result_right
    if not right:
        raise PermissionDenied("This kind of job has no result to download.")
    for company in job.companies:
        require(request.user, company, Right(right))
    return job


def _require_one_of(request: HttpRequest, job: Job) -> None:
    """Raise `PermissionDenied` unless the user may start such a job or read its result.

    A log tells of orders: only who may do something with the job has anything to read there.
    """
    wanted = _rights_to_read(job.kind, job.right)
    if not wanted & _rights_at(request, job):
        for company in job.companies:
            require(request.user, company, Right(min(wanted)))


def _rights_to_read(kind: str, own_right: str = "") -> set[str]:
    known = kind_of(kind)
    return {right for right in (own_right, known.right, known.result_right) if right} or {
        Right.VIEW.value
    }


def _readable(request: HttpRequest) -> Q:
    """Which jobs the user may open, by kind and company."""
    may = {right: Company.objects.where_may(request.user, right) for right in Right}
    readable = Q(pk__in=())
    for kind in all_kinds():
        for right in _rights_to_read(kind.name):
            readable |= Q(kind=kind.name, company__in=may[Right(right)])
    gone = ~Q(kind__in=[kind.name for kind in all_kinds()])
    return readable | Q(gone, company__in=may[Right.VIEW])


def _rights_at(request: HttpRequest, job: Job) -> frozenset[str]:
    """The rights that the user has at each of the job's companies."""
    rights = [rights_of(request.user, company) for company in job.companies]
    return frozenset.intersection(*rights)


def _visible_jobs(request: HttpRequest) -> JobQuerySet:
    jobs = Job.objects.visible_to(request.user).select_related("company", "submitted_by")
    return jobs.prefetch_related("other_companies")
