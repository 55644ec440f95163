"""Test Settings."""

from django.urls import path

from stores import views

urlpatterns = [
    path(
        "companies/<int:company_id>/website/test/",
        views.connection_test,
        name="connection_test",
    ),
    path(
        "companies/<int:company_id>/website/test/start/",
        views.connection_test_start,
        name="connection_test_start",
    ),
]
