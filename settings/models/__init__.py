"""What a company is and how it is set up."""

from settings.models.company import Company
from settings.models.connection import (
    INSTALLED_STORE_TYPES,
    Addressing,
    StoreConnection,
    StoreType,
)
from settings.models.options import WebsiteOptions
from settings.models.people import Favourite, Membership, Preference
from settings.models.statuses import StatusReading, StatusUploads, WebsiteStatus
from settings.models.token import ApiToken

__all__ = [
    "INSTALLED_STORE_TYPES",
    "Addressing",
    "ApiToken",
    "Company",
    "Favourite",
    "Membership",
    "Preference",
    "StatusReading",
    "StatusUploads",
    "StoreConnection",
    "StoreType",
    "WebsiteOptions",
    "WebsiteStatus",
]
