"""Opening a company's settings page: permission, and remembering where the person was."""

from django.http import HttpRequest

from core.people import signed_in
from settings.access import any_company_or_404, company_or_404
from settings.companies import remember_last
from settings.models import Company
from settings.rights import Right


def open_company(
    request: HttpRequest,
    company_id: int,
    right: Right = Right.SETTINGS,
    *,
    deactivated_too: bool = False,
) -> Company:
    """The company whose page is asked for. Raises `Http404` or `PermissionDenied`."""
    user = signed_in(request)
    look_up = any_company_or_404 if deactivated_too else company_or_404
    company = look_up(user, company_id, right)
    remember_last(user, company)
    return company


def wants_to_edit(request: HttpRequest) -> bool:
    """Whether the page is to be shown with its fields unlocked."""
    return request.method == "POST" or "edit" in request.GET
