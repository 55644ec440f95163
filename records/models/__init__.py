"""What the records room remembers."""

from records.models.customer import CustomerRequest, RequestKind
from records.models.retention import Retention

__all__ = ["CustomerRequest", "RequestKind", "Retention"]
