"""How long things are kept, and what customers asked for."""

from records.models.customer import CustomerRequest, RequestKind
from records.models.retention import Retention

__all__ = ["CustomerRequest", "RequestKind", "Retention"]
