from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Long work a person can watch."""

    name = "jobs"

    def ready(self) -> None:
        """Let each app declare its kinds of job."""
        autodiscover_modules("job_kinds")
