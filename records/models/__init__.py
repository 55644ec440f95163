"""What the records room remembers."""

from records.models.retention import Retention

__all__ = ["Retention"]
