"""The bar under Manage Orders that does something with the selected orders."""

from typing import Any

from django import template
from django.template.context import Context

from orders.bulk.entries import offered

register = template.Library()

# What of a list's address does not say which orders it has.
_PAGING = ("page", "after", "before", "sort", "columns", "view")


@register.inclusion_tag("orders/_bulk_bar.html", takes_context=True)
def bulk_bar(context: Context, total: str) -> dict[str, Any]:
    """The form that the list's tick boxes belong to; `total` is how many orders the list has."""
    query = context["request"].GET.copy()
    for name in _PAGING:
        query.pop(name, None)
    return {
        "csrf_token": context["csrf_token"],
        "query": query.urlencode(),
        "total": total,
        "groups": offered(frozenset(context["may"])),
    }
