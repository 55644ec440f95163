"""The head of a company's pages: crumbs, title, Toolbox, Actions and Edit."""

from typing import Any

from django import template
from django.template.context import Context

from settings.menus import menu
from settings.models import Company

register = template.Library()


@register.inclusion_tag("settings/_company_head.html", takes_context=True)
def company_head(
    context: Context, company: Company, title: str, *, can_edit: bool = False
) -> dict[str, Any]:
    """Crumbs, `title` and the menus that the person may use; Edit where the page has it."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "company": company,
        "title": title,
        "toolbox": menu("toolbox", company, request.user),
        "actions": menu("actions", company, request.user),
        "shows_edit": can_edit and not context.get("editing"),
    }
