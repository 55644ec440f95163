"""Toolbox > Data Retention."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.concurrent_edits import ConcurrentEdits, lock
from core.people import signed_in
from jobs.models import Job
from records.job_kinds import REMOVE_OLD_DATA
from records.models import Retention
from records.retention.removing import due_now
from records.retention.schedule import start_removal
from settings.rights import Right
from settings.views.opening import open_company, wants_to_edit

RUNS_SHOWN = 10


class RetentionForm(ConcurrentEdits, forms.ModelForm[Retention]):
    """For how long each thing is kept; empty is for ever."""

    class Meta:
        model = Retention
        fields = ["raw_documents_days", "jobs_days", "uploads_days", "notices_days"]
        fields += ["change_log_days", "tax_years"]
        help_texts = {
            "raw_documents_days": (
                "What the store sent of an order, counted from its last refresh. Documents of open "
                "orders always stay. At least 30; empty: for ever."
            ),
            "jobs_days": (
                "Exports, prints and reports go with their job; the newest job of each type stays. "
                "At least 7; empty: for ever."
            ),
            "uploads_days": (
                "Tracking files, item costs and mappings that people uploaded. At least 7; empty: "
                "for ever."
            ),
            "notices_days": ("Counted from when it was right again. At least 7; empty: for ever."),
            "change_log_days": "At least 365; empty: for ever.",
            "tax_years": (
                "How long tax law asks you to keep what you issued. When a customer's data are "
                "erased, the PDFs of invoices and credit notes stay for so long."
            ),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def data_retention(request: HttpRequest, company_id: int) -> HttpResponse:
    """How long things are kept, what is to go now, and what went lately."""
    company = open_company(request, company_id, Right.SETTINGS)
    retention = Retention.of(company)
    if request.method == "POST" and retention.pk:
        retention = lock(retention)
    form = RetentionForm(request.POST if request.method == "POST" else None, instance=retention)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "Data Retention was saved. It holds from the next removal on.")
        return redirect("data_retention", company_id=company.pk)
    runs = Job.objects.filter(company=company, kind=REMOVE_OLD_DATA.name)
    due = due_now(company)
    context = {
        "company": company,
        "form": form,
        "editing": wants_to_edit(request),
        "kept": [(item, due[item.name]) for item in form],
        "due": sum(due.values()),
        "runs": runs[:RUNS_SHOWN],
    }
    return render(request, "records/retention/data_retention.html", context)


@require_POST
def removal(request: HttpRequest, company_id: int) -> HttpResponse:
    """Remove at once what is to go, without waiting for the night."""
    company = open_company(request, company_id, Right.SETTINGS)
    submission = start_removal(company, by=signed_in(request))
    return redirect("job_detail", job_id=submission.job.pk)
