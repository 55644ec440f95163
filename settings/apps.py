from django.apps import AppConfig


class CompanySettingsConfig(AppConfig):
    """Company settings. The label differs from the package name: `settings` means too much."""

    name = "settings"
    label = "company_settings"
    verbose_name = "Company settings"
