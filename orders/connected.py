"""Pages that need a company's store to be connected."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from settings.access import rights_of
from settings.models import Company
from settings.rights import Right


def has_connection(company: Company) -> bool:
    """Whether there is a store to ask."""
    connection = getattr(company, "connection", None)
    return connection is not None and connection.is_complete


def to_connection(request: HttpRequest, company: Company) -> HttpResponse:
    """Say that the connection is not complete, where it can be completed."""
    messages.error(
        request,
        "The website's connection is not complete. Enter the Website URL, Username and "
        "API Password under Toolbox > Website > Sellercloud Plug-in Website > Cart General.",
    )
    if Right.SETTINGS in rights_of(request.user, company):
        return redirect("cart_general", company_id=company.pk)
    return redirect("home")
