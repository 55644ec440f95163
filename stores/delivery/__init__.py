"""Delivering outgoing changes: claimed once, looked up before they are written, read back after."""

from stores.delivery.postman import companies_to_visit, deliver

__all__ = ["companies_to_visit", "deliver"]
