from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Data Retention and Customer Data of a company."""

    name = "records"
