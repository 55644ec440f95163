"""Notices."""

from django.urls import path

from notices import views

urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("emails/", views.notice_emails, name="notice_emails"),
    path("dismissals/", views.dismissal_of_all, name="notice_dismissal_of_all"),
    path("<int:notice_id>/dismissal/", views.dismissal, name="notice_dismissal"),
]
