"""What every page's navigation needs to know."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from settings.rights import Right


def rights(request: HttpRequest) -> dict[str, Any]:
    """`may`: the rights that the person has at one company at least; asked only when shown."""
    return {"may": SimpleLazyObject(lambda: _rights_anywhere(request))}


def _rights_anywhere(request: HttpRequest) -> frozenset[str]:
    if request.user.is_superuser:
        return frozenset(Right.values)
    held = Permission.objects.filter(
        content_type__app_label="company_settings",
        group__memberships__user_id=request.user.pk or 0,
        group__memberships__company__is_active=True,
    )
    return frozenset(held.values_list("codename", flat=True))
