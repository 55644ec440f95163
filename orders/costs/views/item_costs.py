"""Toolbox > Item Costs of a company: list, one at a time, import and export."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import csv_download
from core.people import signed_in
from core.tables import UnreadableTable
from orders.costs import item_costs
from orders.models import ItemCost, ItemCostUpload
from settings.models import Company
from settings.views.opening import open_company

COSTS_PER_PAGE = 100
# A report of thousands of lines is no help: the first ones show what is wrong.
MOST_SHOWN = 200


class CostOfSkuForm(forms.Form):
    """One SKU and what a piece of it costs."""

    sku = forms.CharField(label="SKU", max_length=128)
    cost = forms.DecimalField(
        label="Item Cost", min_value=0, max_digits=13, decimal_places=4, widget=forms.TextInput
    )


class CostFileForm(forms.Form):
    """A file of item costs."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV or XLSX with up to {item_costs.MOST_LINES:,} lines.",
        allow_empty_file=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def item_cost_list(request: HttpRequest, company_id: int) -> HttpResponse:
    """The item costs; `q` narrows them to SKUs that begin so. POST adds or changes one."""
    company = open_company(request, company_id)
    form = CostOfSkuForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sku, cost = form.cleaned_data["sku"], form.cleaned_data["cost"]
        item_costs.save_costs_of_skus(company, {sku: cost})
        messages.success(request, f"{sku} costs {cost:f} {company.currency} now.")
        return redirect("item_cost_list", company_id=company.pk)
    q = request.GET.get("q", "").strip()
    costs = ItemCost.objects.filter(company=company, sku__istartswith=q)
    page = Paginator(costs, COSTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"company": company, "form": form, "page": page, "words": q}
    return render(request, "orders/costs/item_cost_list.html", context)


@require_safe
def item_cost_export(request: HttpRequest, company_id: int) -> HttpResponse:
    """The item costs as CSV."""
    company = open_company(request, company_id)
    rows = item_costs.rows_of(ItemCost.objects.filter(company=company))
    headings = (item_costs.SKU, item_costs.COST)
    return csv_download(rows, f"item-costs-{company.pk}.csv", headings=headings)


@require_http_methods(["GET", "HEAD", "POST"])
def item_cost_upload(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask for a file, read it, and go to the report on it."""
    company = open_company(request, company_id)
    is_sent = request.method == "POST"
    form = CostFileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = item_costs.read_costs(file.read(), file.name)
        except UnreadableTable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            by = signed_in(request)
            upload = item_costs.keep_upload(company, lines, name=file.name, by=by)
            return redirect("item_cost_report", upload_id=upload.pk)
    return render(request, "orders/costs/item_cost_upload.html", {"company": company, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def item_cost_report(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What a file would do, line by line where something is wrong; and Commit."""
    companies = Company.objects.visible_to(request.user)
    uploads = ItemCostUpload.objects.filter(company__in=companies).select_related("company")
    upload = get_object_or_404(uploads, pk=upload_id)
    company = open_company(request, upload.company_id)
    if request.method == "POST":
        return _commit(request, upload)
    report = item_costs.report_on(upload)
    context = {
        "company": company,
        "upload": upload,
        "report": report,
        "problems": report.problems[:MOST_SHOWN],
        "hidden": max(0, len(report.problems) - MOST_SHOWN),
    }
    return render(request, "orders/costs/item_cost_report.html", context)


def _commit(request: HttpRequest, upload: ItemCostUpload) -> HttpResponse:
    company_id = upload.company_id
    try:
        report = item_costs.commit(upload)
    except item_costs.HasProblems:
        return redirect("item_cost_report", upload_id=upload.pk)
    messages.success(
        request,
        f"{report.added} item costs were added and {report.changed} changed. New orders take them; "
        "for orders that are here, choose ReCalculate Order Cost.",
    )
    return redirect("item_cost_list", company_id=company_id)
