"""Data Retention and Customer Data."""

from django.urls import path

from records.views import retention

urlpatterns = [
    path(
        "companies/<int:company_id>/data-retention/",
        retention.data_retention,
        name="data_retention",
    ),
    path(
        "companies/<int:company_id>/data-retention/removal/",
        retention.removal,
        name="data_removal",
    ),
]
