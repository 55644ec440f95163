"""The project: settings, URLs, Celery, and the CS-Cart adapter. Nothing imports it."""

from cscart_connector.celery import app as celery_app

__all__ = ["celery_app"]
