"""The bell's page: what is wrong, most urgent first; dismiss one or all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.people import signed_in
from notices import board
from notices.models import Notice
from settings.models import Company


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Open notices of the user's companies; `all=1` shows the dismissed ones too."""
    shows_all = request.GET.get("all") == "1"
    notices = Notice.objects.for_bell_of(request.user)
    if shows_all:
        notices = Notice.objects.open().filter(company__in=Company.objects.visible_to(request.user))
    context = {"notices": notices.select_related("company"), "shows_all": shows_all}
    return render(request, "notices/notice_list.html", context)


@require_POST
def dismissal(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Dismiss one notice."""
    companies = Company.objects.visible_to(request.user)
    notice = get_object_or_404(Notice.objects.filter(company__in=companies), pk=notice_id)
    board.dismiss(signed_in(request), notice)
    return redirect("notice_list")


@require_POST
def dismissal_of_all(request: HttpRequest) -> HttpResponse:
    """Dismiss every notice in the bell."""
    waiting = list(Notice.objects.for_bell_of(request.user))
    board.dismiss(signed_in(request), *waiting)
    messages.success(request, f"{len(waiting)} dismissed. They come back if they happen anew.")
    return redirect("notice_list")
