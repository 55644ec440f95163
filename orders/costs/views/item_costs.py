"""Toolbox > Item Costs of a company: list, one at a time, and export."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import csv_download
from orders.costs import item_costs
from orders.models import ItemCost
from settings.views.opening import open_company

COSTS_PER_PAGE = 100


class CostOfSkuForm(forms.Form):
    """One SKU and what a piece of it costs."""

    sku = forms.CharField(label="SKU", max_length=128)
    cost = forms.DecimalField(
        label="Item Cost", min_value=0, max_digits=13, decimal_places=4, widget=forms.TextInput
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
