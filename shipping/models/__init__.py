"""Carriers and services, and what a website's shipping methods mean."""

from shipping.models.carriers import Carrier, ShippingService, validate_tracking_url
from shipping.models.mapping import MappingUpload, MethodMapping, ShippingDefaults, WebsiteMethod

__all__ = [
    "Carrier",
    "MappingUpload",
    "MethodMapping",
    "ShippingDefaults",
    "ShippingService",
    "WebsiteMethod",
    "validate_tracking_url",
]
