"""Django admin of invoices: settings are edited, what was issued is only read."""

from django.contrib import admin

from invoices.models import (
    ChannelPreference,
    ChannelTemplate,
    InvoiceMail,
    InvoiceSettings,
    IssuedDocument,
    NumberSeries,
)
from settings.admin import NeverDeleted, OnlyRead


@admin.register(InvoiceSettings)
class InvoiceSettingsAdmin(NeverDeleted):
    list_display = ["company", "paper", "language", "numbers_by_year", "has_einvoice"]
    list_select_related = ["company"]
    search_fields = ["company__name"]
    autocomplete_fields = ["company"]


@admin.register(ChannelPreference)
class ChannelPreferenceAdmin(NeverDeleted):
    list_display = ["company", "channel", "invoice_type", "plugin", "word_template"]
    list_filter = ["invoice_type"]
    list_select_related = ["company", "word_template"]
    search_fields = ["company__name"]
    autocomplete_fields = ["company"]
    raw_id_fields = ["word_template"]


@admin.register(ChannelTemplate)
class ChannelTemplateAdmin(OnlyRead):
    list_display = ["company", "channel", "version", "note", "saved_at", "saved_by"]
    list_select_related = ["company", "saved_by"]
    search_fields = ["company__name", "note"]


@admin.register(NumberSeries)
class NumberSeriesAdmin(OnlyRead):
    list_display = ["company", "kind", "year", "last_number"]
    list_filter = ["kind", "year"]
    list_select_related = ["company"]


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(OnlyRead):
    list_display = ["number", "kind", "company", "order", "issued_on", "total", "currency", "size"]
    list_filter = ["kind", "year", "company"]
    list_select_related = ["company", "order"]
    search_fields = ["number", "order__store_order_id"]
    exclude = ["facts"]


@admin.register(InvoiceMail)
class InvoiceMailAdmin(OnlyRead):
    list_display = ["document", "recipient", "state", "at", "sent_at", "error"]
    list_filter = ["state"]
    list_select_related = ["document"]
    search_fields = ["recipient", "document__number"]
