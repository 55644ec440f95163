"""What Cart Shipping Method Mapping shows of orders.

That page stands in `shipping`, which may not import this room; its templates may ask us.
"""

from typing import Any

from django import template

from jobs.models import Job
from orders.job_kinds import READ_METHODS
from orders.models import Order
from orders.routing.unmapped_methods import unmapped_methods
from settings.models import Company
from shipping.forms import MappingForm
from shipping.method_matching import normal_name
from shipping.service_choice import CompanyMapping
from shipping.service_proposals import propose

register = template.Library()

# A proposal for each of thousands of names would keep the page waiting.
MOST_SUGGESTIONS = 100


@register.inclusion_tag("orders/routing/_method_suggestions.html", takes_context=True)
def method_suggestions(
    context: dict[str, Any], company: Company, form: MappingForm, editing: bool
) -> dict[str, Any]:
    """The names that are not mapped, with counts, last seen and a proposed service.

    Those that stand in the `form` already are left out.
    """
    services = form.lookup.choosable
    typed = {normal_name(entry.name) for entry in form.entries}
    unmapped = [
        method
        for method in unmapped_methods(company, CompanyMapping(form.saved, None))
        if normal_name(method.name) not in typed
    ]
    shown = unmapped[:MOST_SUGGESTIONS]
    return {
        "company": company,
        "editing": editing,
        "suggestions": [(method, propose(method.name, services)) for method in shown],
        "hidden": len(unmapped) - len(shown),
        "last_reading": Job.objects.filter(company=company, kind=READ_METHODS.name).first(),
        "csrf_token": context["csrf_token"],
    }


@register.inclusion_tag("orders/routing/_mapping_application.html", takes_context=True)
def mapping_application(context: dict[str, Any], company: Company) -> dict[str, Any]:
    """The button *Apply to unshipped orders*, and how many orders need a method."""
    needing = Order.objects.for_company(company).needing_shipping_method().count()
    return {"company": company, "needing": needing, "csrf_token": context["csrf_token"]}
