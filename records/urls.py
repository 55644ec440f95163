"""Data Retention and Customer Data."""

from django.urls import path

from records.customers import views as customer
from records.retention import views as retention

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
    path("companies/<int:company_id>/customer-data/", customer.customer_data, name="customer_data"),
    path(
        "companies/<int:company_id>/customer-data/export/",
        customer.customer_export,
        name="customer_export",
    ),
    path(
        "companies/<int:company_id>/customer-data/erasure/",
        customer.customer_erasure,
        name="customer_erasure",
    ),
]
