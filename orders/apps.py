from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders of every company's website."""

    name = "orders"
