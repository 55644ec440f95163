"""Who may see which company: fetch-or-404 that carries the permission check."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.shortcuts import get_object_or_404

from settings.models import Company


def visible_company_or_404(user: AbstractBaseUser | AnonymousUser, company_id: int) -> Company:
    """The company with this id if `user` works for it; otherwise raises `Http404`."""
    return get_object_or_404(Company.objects.visible_to(user), pk=company_id)
