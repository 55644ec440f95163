"""Asking for a customer's data to be exported or erased."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from jobs.queue import JobDetails, Submission, submit
from records.job_kinds import ERASE_CUSTOMER, EXPORT_CUSTOMER
from records.models import CustomerRequest, RequestKind
from settings.models import Company

_JOBS = {RequestKind.EXPORT: EXPORT_CUSTOMER, RequestKind.ERASURE: ERASE_CUSTOMER}


@transaction.atomic
def ask_for(kind: RequestKind, company: Company, email: str, *, by: AbstractBaseUser) -> Submission:
    """Write the request down and submit its job, which knows the person by the request alone."""
    request = CustomerRequest.objects.create(
        company=company, kind=kind, email=email, requested_by_id=by.pk
    )
    details = JobDetails(lane=f"request {request.pk}")
    return submit(_JOBS[kind], company, by=by, parameters={"request": request.pk}, details=details)
