from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work a person can watch."""

    name = "jobs"
