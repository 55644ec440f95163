"""What the company's website page shows of importing.

That page stands in Company Settings, which may not import this room; its template may ask us.
"""

from typing import Any

from django import template

from jobs.models import Job
from orders.models import ImportCursor
from orders.schedule import IMPORT_ORDERS, next_run_at
from settings.models import Company

register = template.Library()


@register.inclusion_tag("orders/_import_state.html")
def import_state(company: Company) -> dict[str, Any]:
    """Last and next run, and how the store is asked for what changed."""
    cursor = ImportCursor.objects.filter(company=company).first()
    is_automatic = company.website_options.allow_order_download and company.is_active
    runs = is_automatic and company.connection.is_complete
    return {
        "company": company,
        "cursor": cursor,
        "last_job": Job.objects.filter(company=company, kind=IMPORT_ORDERS).first(),
        "is_automatic": is_automatic,
        "next_run_at": next_run_at(company) if runs else None,
    }
