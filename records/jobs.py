"""Jobs that remove, export and erase."""

from django.core.files.base import ContentFile
from django.utils import timezone

from core.redaction import Redaction
from core.refusals import Refused
from invoices.job_kinds import PRINT_INVOICES
from jobs.files import keep_file
from jobs.models import Job
from jobs.progress import JobFailed, Progress
from orders.job_kinds import EXPORT_ORDERS
from records.customers.erasing import erase_customer
from records.customers.exporting import archive_of
from records.customers.finding import Customer, find_customer, why_not_erase, words_of
from records.job_kinds import EXPORT_CUSTOMER
from records.models import CustomerRequest
from records.retention.removing import due_now, remove_due

# Their files hold customers' data: none may come into being while a customer is erased.
_MAKING_FILES = (EXPORT_ORDERS.name, PRINT_INVOICES.name, EXPORT_CUSTOMER.name)


def run_removal(job: Job, progress: Progress) -> None:
    """Remove what the job's company keeps no longer. May be stopped between two parts."""
    done, total = 0, sum(due_now(job.company).values())
    for key, number in remove_due(job.company):
        progress.count(removed=number, **{key: number})
        done += number
        progress.advance(done, max(done, total))


def run_export(job: Job, progress: Progress) -> None:
    """Write the ZIP with all that is known of the customer in the request that the job names."""
    request = _request_of(job)
    customer = find_customer(job.company, request.email)
    if not customer.is_known:
        _end(request, progress)
        raise JobFailed("Nothing is known under this e-mail address any more.")
    keep_file(job, f"customer-data-{job.pk}.zip", ContentFile(archive_of(customer)))
    progress.count(
        orders=len(customer.orders),
        documents=len(customer.documents),
        left_out=len(customer.left_out),
    )
    progress.advance(len(customer.orders), len(customer.orders))
    _end(request, progress)


def run_erasure(job: Job, progress: Progress) -> None:
    """Erase the customer in the request that the job names; a job that starts again goes on."""
    request = _request_of(job)
    customer = find_customer(job.company, request.email)
    if reasons := [*why_not_erase(customer), *_running(job)]:
        if not request.words:
            _end(request, progress)
        raise JobFailed(" ".join(["Nothing was erased.", *reasons, "Then ask for it again."]))
    request.words = sorted({*request.words, *words_of(customer)})
    request.save(update_fields=["words"])
    _erase(request, customer, progress)
    _end(request, progress)


def _erase(request: CustomerRequest, customer: Customer, progress: Progress) -> None:
    done, steps = 0, len(customer.orders) + len(customer.left_out) + 9
    try:
        for counts in erase_customer(customer, request, Redaction(request.words)):
            progress.count(**counts)
            done += 1
            progress.advance(done, max(done, steps))
    except Refused as reason:
        raise JobFailed(f"{reason} Run the job again then: it goes on.") from reason


def _running(job: Job) -> list[str]:
    active = Job.objects.active().filter(company=job.company, kind__in=_MAKING_FILES)
    return [f"{other} is running: wait until it has ended." for other in active]


def _request_of(job: Job) -> CustomerRequest:
    request = CustomerRequest.objects.select_related("requested_by").get(
        company=job.company, pk=job.parameters["request"]
    )
    if request.ended_at is not None:
        raise JobFailed("This request has been dealt with. Ask again under Customer Data.")
    return request


def _end(request: CustomerRequest, progress: Progress) -> None:
    """The request is dealt with: whom it was about is forgotten."""
    request.email, request.words = "", []
    request.ended_at, request.counts = timezone.now(), dict(progress.counts)
    request.save(update_fields=["email", "words", "ended_at", "counts"])
