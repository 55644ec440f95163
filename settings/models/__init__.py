"""What a company is and how it is set up."""

from settings.models.company import Company, Membership
from settings.models.connection import Addressing, StoreConnection, StoreType
from settings.models.options import WebsiteOptions

__all__ = [
    "Addressing",
    "Company",
    "Membership",
    "StoreConnection",
    "StoreType",
    "WebsiteOptions",
]
