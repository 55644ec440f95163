"""The bar under Manage Orders that does something with the selected orders."""

from typing import Any

from django import template
from django.template.context import Context

from orders.desk.bulk.actions import offered
from orders.desk.filters import OrderFilters

register = template.Library()


@register.inclusion_tag("orders/desk/_bulk_bar.html", takes_context=True)
def bulk_bar(context: Context, total: str) -> dict[str, Any]:
    """The form that the list's tick boxes belong to; `total` is how many orders the list has.

    The ticks are kept under the filters in their one spelling, so that they outlive a turned page.
    """
    return {
        "csrf_token": context["csrf_token"],
        "query": OrderFilters.of(context["request"].GET).query_string(),
        "total": total,
        "groups": offered(frozenset(context["may"])),
    }
