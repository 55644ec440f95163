"""Carriers and services, and what a website's shipping methods mean."""

from shipping.models.carriers import Carrier, ShippingService, validate_tracking_url
from shipping.models.mapping import MappingUpload, MethodMapping, ShippingDefaults, WebsiteMethod
from shipping.models.service_words import ServiceWords, words_of

__all__ = [
    "Carrier",
    "MappingUpload",
    "MethodMapping",
    "ServiceWords",
    "ShippingDefaults",
    "ShippingService",
    "WebsiteMethod",
    "validate_tracking_url",
    "words_of",
]
