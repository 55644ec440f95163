"""Manage Queued Jobs."""

from django.urls import path

from jobs import views

urlpatterns = [
    path("", views.job_list, name="job_list"),
    path("<int:job_id>/", views.job_detail, name="job_detail"),
    path("<int:job_id>/result.csv", views.result_download, name="job_result"),
    path("<int:job_id>/file/", views.file_download, name="job_file"),
    path("<int:job_id>/priority/", views.priority, name="job_priority"),
    path("<int:job_id>/cancellation/", views.cancellation, name="job_cancellation"),
    path("<int:job_id>/rerun/", views.rerun, name="job_rerun"),
]
