"""Toolbox > Website > Sellercloud Plug-in Website > Cart Shipping Method Mapping."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.people import signed_in
from settings.models import Company, StoreConnection
from settings.views.opening import open_company, wants_to_edit
from shipping.forms import MappingForm
from shipping.lookup import ServiceLookup
from shipping.mapping_table import CheckedMapping, MappingEntry
from shipping.models import MethodMapping, ShippingDefaults
from shipping.save_mapping import MappingChanged, in_words, save_mapping, version_of
from shipping.service_choice import defaults_of
from shipping.service_proposals import propose
from shipping.views.copying import add_copied, copyable_from

PROBLEMS = "Nothing was saved yet: look at the rows with a remark in red."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the page."""

    entry: MappingEntry
    problems: dict[str, str]
    remark: str
    renamed_to: str


@require_http_methods(["GET", "HEAD", "POST"])
def shipping_mapping(request: HttpRequest, company_id: int) -> HttpResponse:
    """The mapping: read first, then Edit, then Save. Other buttons of the form add rows to it."""
    company = open_company(request, company_id)
    saved = list(MethodMapping.objects.of(company))
    lookup = ServiceLookup.of_catalogue()
    if request.method != "POST":
        form = MappingForm.of_saved(saved, defaults_of(company), lookup)
        _add_rows(request, company, form)
        return _page(request, company, form)
    form = MappingForm.of_request(request.POST, saved, lookup)
    if "save" not in request.POST:
        _add_rows(request, company, form)
        return _page(request, company, form)
    return _save(request, company, form)


def _save(request: HttpRequest, company: Company, form: MappingForm) -> HttpResponse:
    checked = form.check()
    if form.version != version_of(company):
        return _page(request, company, form, remarks=_tell_of_other(request, company, form))
    if checked.problems or form.default_problems:
        messages.error(request, PROBLEMS)
        return _page(request, company, form, checked)
    try:
        outcome = save_mapping(
            company, checked, version=form.version, by=signed_in(request), defaults=form.chosen
        )
    except MappingChanged:  # in this very moment
        form.saved = list(MethodMapping.objects.of(company))
        return _page(request, company, form, remarks=_tell_of_other(request, company, form))
    _choose_plugin(request, company)
    messages.success(request, in_words(outcome))
    return redirect("shipping_mapping", company_id=company.pk)


def _tell_of_other(request: HttpRequest, company: Company, form: MappingForm) -> dict[str, str]:
    head = ShippingDefaults.objects.select_related("saved_by").filter(company=company).first()
    remarks = form.merge(head.version if head else 0)
    who = head.saved_by if head and head.saved_by else "Somebody"
    messages.warning(
        request,
        f"{who} saved this mapping while you were editing. Nothing of "
        "yours was saved yet and nothing is lost: look at the remarks, then Save again.",
    )
    return remarks


def _add_rows(request: HttpRequest, company: Company, form: MappingForm) -> None:
    """Add the rows that a button or link asks for: an empty one, a suggested one, or copies."""
    query = request.POST if request.method == "POST" else request.GET
    if query.get("act") == "add_row":
        form.add()
    if name := query.get("add", ""):
        form.add(name)
    if name := query.get("add_proposed", ""):
        proposed = propose(name, form.lookup.choosable)
        form.add(name, str(proposed.service) if proposed else "")
    if query.get("act") == "copy":
        messages.info(request, add_copied(signed_in(request), company, form, query))


def _choose_plugin(request: HttpRequest, company: Company) -> None:
    plugin = request.POST.get("plugin", "")
    connection: StoreConnection = company.connection
    if plugin in django_settings.STORE_PLUGINS and plugin != connection.plugin:
        connection.plugin = plugin
        connection.save(update_fields=["plugin"])


def _page(
    request: HttpRequest,
    company: Company,
    form: MappingForm,
    checked: CheckedMapping | None = None,
    remarks: dict[str, str] | None = None,
) -> HttpResponse:
    problems = checked.problems if checked else {}
    renamed = {str(row.pk): row.renamed_to for row in form.saved if row.renamed_to}
    context: dict[str, Any] = {
        "company": company,
        "form": form,
        "lines": [
            Line(
                entry=entry,
                problems=problems.get(entry.key, {}),
                remark=(remarks or {}).get(entry.key, ""),
                renamed_to=renamed.get(entry.key, ""),
            )
            for entry in form.entries
        ],
        "default_fields": [
            (name, ShippingDefaults.label(name), text, form.default_problems.get(name, ""))
            for name, text in form.defaults.items()
        ],
        "services": form.lookup.choosable,
        "plugins": django_settings.STORE_PLUGINS,
        "others": copyable_from(signed_in(request), company),
        "editing": wants_to_edit(request),
    }
    return render(request, "shipping/mapping.html", context)
