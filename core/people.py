"""Who is asking."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def signed_in(request: HttpRequest) -> AbstractBaseUser:
    """The person behind the request. Raises `PermissionDenied` when nobody is signed in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
