"""Saved Views of Manage Orders, and Customize Columns."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.people import signed_in
from orders.desk.listing.columns import ALWAYS, BY_KEY, COLUMNS, chosen
from orders.desk.listing.named_views import counted, may_change, plain_query, shareable, views_for
from orders.models import SavedView
from settings.access import require, require_somewhere
from settings.models import Company, Preference
from settings.rights import Right


class ViewForm(forms.ModelForm[SavedView]):
    """A view's name, and at which company it is shared."""

    company = forms.ModelChoiceField(
        label="Shared at", queryset=Company.objects.none(), required=False, empty_label="Only me"
    )

    class Meta:
        model = SavedView
        fields = ["name", "company"]

    def __init__(self, *args: Any, companies: list[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Company]", self.fields["company"])
        field.queryset = Company.objects.filter(pk__in=[company.pk for company in companies])


@require_http_methods(["GET", "HEAD", "POST"])
def view_list(request: HttpRequest) -> HttpResponse:
    """All views of the person with their counts; POST saves a new one."""
    require_somewhere(request.user, Right.VIEW)
    user, companies = signed_in(request), shareable(request.user)
    query = plain_query(request.POST.get("query", request.GET.get("query", "")))
    if request.method == "POST":
        view = SavedView(owner_id=user.pk, query=query)
        form = ViewForm(request.POST, instance=view, companies=companies)
        if form.is_valid() and _is_saved(form):
            messages.success(request, f"Saved: {view.name}. Its address works for colleagues too.")
            return redirect(f"{reverse('order_list')}?{view.query}")
    else:
        form = ViewForm(companies=companies)
    seen = list(Company.objects.where_may(request.user, Right.VIEW))
    settable = list(Company.objects.where_may(request.user, Right.SETTINGS))
    views = [
        (view, view.saved is not None and may_change(view.saved, user, settable))
        for view in counted(views_for(request.user, seen), seen)
    ]
    context = {"views": views, "form": form, "query": query, "companies": companies}
    return render(request, "orders/desk/view_list.html", context)


@require_safe
def view_counts(request: HttpRequest) -> HttpResponse:
    """The views above Manage Orders, with their counts: fetched once the list is there."""
    require_somewhere(request.user, Right.VIEW)
    seen = list(Company.objects.where_may(request.user, Right.VIEW))
    context = {
        "views": counted(views_for(request.user, seen), seen),
        "query": plain_query(request.GET.urlencode()),
        "are_counted": True,
    }
    return render(request, "orders/desk/_order_views.html", context)


@require_POST
def view_change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename a view, or share it or no more."""
    view = _changeable(request, view_id)
    companies = {*shareable(request.user), *([view.company] if view.company else [])}
    form = ViewForm(request.POST, instance=view, companies=list(companies))
    if form.is_valid() and _is_saved(form):
        messages.success(request, f"Saved: {view.name}.")
    else:
        errors = [str(error) for group in form.errors.values() for error in group]
        messages.error(request, " ".join(errors))
    return redirect("view_list")


@require_POST
def view_deletion(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a view; the orders stay as they are."""
    view = _changeable(request, view_id)
    view.delete()
    messages.success(request, f"Deleted: {view.name}.")
    return redirect("view_list")


@require_http_methods(["GET", "HEAD", "POST"])
def order_columns(request: HttpRequest) -> HttpResponse:
    """Customize Columns: choose, hide and order the columns of Manage Orders."""
    require_somewhere(request.user, Right.VIEW)
    user = signed_in(request)
    back = f"{reverse('order_list')}?{plain_query(request.POST.get('query', ''))}".rstrip("?")
    if request.method == "POST" and ("save" in request.POST or "usual" in request.POST):
        keys = [] if "usual" in request.POST else _keys(request.POST.getlist("column"))
        Preference.objects.update_or_create(user_id=user.pk, defaults={"order_columns": keys})
        messages.success(request, "These are your columns now.")
        return redirect(back)
    if request.method == "POST":
        keys = _moved(_keys(request.POST.getlist("column")), request.POST)
    else:
        saved = Preference.objects.filter(user_id=user.pk)
        keys = [
            column.key
            for column in chosen(saved.values_list("order_columns", flat=True).first() or ())
        ]
    context = {
        "columns": [BY_KEY[key] for key in keys],
        "others": [column for column in COLUMNS if column.key not in keys],
        "always": ALWAYS,
        "query": plain_query(request.POST.get("query", request.GET.get("query", ""))),
    }
    return render(request, "orders/desk/order_columns.html", context)


def _keys(named: list[str]) -> list[str]:
    return [column.key for column in chosen(named)] if named else []


def _moved(keys: list[str], form: Any) -> list[str]:
    """The columns after one of the buttons Up, Down, Hide or Add was pressed."""
    for name, step in (("up", -1), ("down", 1)):
        key = form.get(name, "")
        if key in keys:
            place = keys.index(key)
            keys.remove(key)
            keys.insert(max(0, place + step), key)
    if form.get("hide") in keys and form["hide"] not in ALWAYS:
        keys.remove(form["hide"])
    if form.get("add") in BY_KEY and form["add"] not in keys:
        keys.append(form["add"])
    return keys


def _changeable(request: HttpRequest, view_id: int) -> SavedView:
    """The person's own view, or one shared where the person has the right Company settings."""
    visible = Company.objects.visible_to(request.user)
    views = SavedView.objects.filter(Q(owner=signed_in(request)) | Q(company__in=visible))
    view = get_object_or_404(views.select_related("company"), pk=view_id)
    if view.company is not None and view.owner_id != request.user.pk:
        require(request.user, view.company, Right.SETTINGS)
    return view


def _is_saved(form: ViewForm) -> bool:
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("name", "You have a view of this name. Choose another name.")
        return False
    return True
