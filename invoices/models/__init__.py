"""Settings, templates, number series, and the documents that were issued."""

from invoices.models.issued import (
    InvoiceMail,
    IssuedDocument,
    IssuedDocumentQuerySet,
    MailState,
)
from invoices.models.settings import (
    Channel,
    ChannelPreference,
    InvoiceSettings,
    InvoiceType,
    NumberSeries,
)
from invoices.models.templates import ChannelTemplate, Picture, WordTemplate

__all__ = [
    "Channel",
    "ChannelPreference",
    "ChannelTemplate",
    "InvoiceMail",
    "InvoiceSettings",
    "InvoiceType",
    "IssuedDocument",
    "IssuedDocumentQuerySet",
    "MailState",
    "NumberSeries",
    "Picture",
    "WordTemplate",
]
