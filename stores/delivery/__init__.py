"""Delivering outgoing changes: claimed once, looked up before they are written, read back after."""

from stores.delivery.dispatcher import companies_with_changes, deliver_changes

__all__ = ["companies_with_changes", "deliver_changes"]
