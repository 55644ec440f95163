"""The bell's page: what is wrong, most urgent first; dismiss one or all."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.concurrent_edits import ConcurrentEdits
from core.people import signed_in
from notices import board
from notices.models import AlertSetting, Notice
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
    messages.success(request, f"{len(waiting)} dismissed. They come back if they happen again.")
    return redirect("notice_list")


class AlertSettingForm(ConcurrentEdits, forms.ModelForm[AlertSetting]):
    """When one person gets e-mails about one company."""

    class Meta:
        model = AlertSetting
        fields = ["mode", "minutes"]


@require_http_methods(["GET", "HEAD", "POST"])
def notice_emails(request: HttpRequest) -> HttpResponse:
    """Notices > E-mails: which ones the person gets, for each company."""
    user = signed_in(request)
    known = {one.company_id: one for one in AlertSetting.objects.filter(user_id=user.pk)}
    data = request.POST if request.method == "POST" else None
    rows = [
        AlertSettingForm(
            data,
            instance=known.get(company.pk) or AlertSetting(user_id=user.pk, company=company),
            prefix=f"company-{company.pk}",
        )
        for company in Company.objects.visible_to(user)
    ]
    if data is not None and all([form.is_valid() for form in rows]):
        with transaction.atomic():
            for form in rows:
                form.save()
        messages.success(request, "E-mails about notices were saved.")
        return redirect("notice_emails")
    return render(request, "notices/notice_emails.html", {"forms": rows})
