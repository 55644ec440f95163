"""What the company's website page shows of importing.

That page stands in Company Settings, which may not import this room; its template may ask us.
"""

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.house import when
from jobs.models import Job
from orders.importing.schedule import next_run_at
from orders.job_kinds import IMPORT_ORDERS
from orders.models import ImportCursor
from settings.models import Company

register = template.Library()


_TONES = {
    "created": "good",
    "updated": "busy",
    "skipped": "warn",
    "failed": "bad",
    "unknown": "bad",
    "missing_here": "bad",
    "missing_there": "bad",
    "different": "warn",
}
_LABELS = {
    "created": "Would be imported",
    "updated": "Would be updated",
    "skipped": "Stays out",
    "failed": "Cannot be read",
    "unknown": "Not in the store",
    "unchanged": "Here",
}


@register.simple_tag
def outcome_chip(outcome: str, labels: dict[str, str] | None = None) -> SafeString:
    """What became, or would become, of an order, as a coloured chip."""
    label = (labels or _LABELS).get(outcome, outcome)
    return format_html('<span class="chip chip-{}">{}</span>', _TONES.get(outcome, "plain"), label)


@register.simple_tag
def order_link(number: str, here: dict[str, int]) -> SafeString | str:
    """A store order number, as a link where the order is here."""
    if number not in here:
        return number
    return format_html('<a href="{}">{}</a>', reverse("order_detail", args=[here[number]]), number)


@register.simple_tag
def when_iso(moment: str | None) -> SafeString:
    """A time that is kept as ISO 8601, in words."""
    return when(datetime.fromisoformat(moment) if moment else None)


@register.inclusion_tag("orders/importing/_import_state.html")
def import_state(company: Company) -> dict[str, Any]:
    """Last and next run, and how the store is asked for what changed."""
    cursor = ImportCursor.objects.filter(company=company).first()
    is_automatic = company.website_options.allow_order_download and company.is_active
    runs = is_automatic and company.connection.is_complete
    return {
        "company": company,
        "cursor": cursor,
        "last_job": Job.objects.filter(company=company, kind=IMPORT_ORDERS.name).first(),
        "is_automatic": is_automatic,
        "next_run_at": next_run_at(company) if runs else None,
    }
