"""Invoice Settings, templates, and the documents of orders."""

from django.urls import path

from invoices.delivering.views import documents, rma_slips
from invoices.delivering.views import many_orders as many
from invoices.settings import views as invoice_settings
from invoices.templates.views import channel_templates as templates
from invoices.templates.views import word_templates as word

_COMPANY = "companies/<int:company_id>/invoice-settings/"
urlpatterns = [
    path(_COMPANY, invoice_settings.invoice_settings, name="invoice_settings"),
    path(f"{_COMPANY}channels/", invoice_settings.channel_preferences, name="channel_preferences"),
    path(f"{_COMPANY}template/", templates.channel_template, name="channel_template"),
    path(
        f"{_COMPANY}template/versions/<int:version>/",
        templates.channel_template_version,
        name="channel_template_version",
    ),
    path(f"{_COMPANY}pictures/", templates.invoice_pictures, name="invoice_pictures"),
    path(
        f"{_COMPANY}pictures/<slug:name>/deletion/",
        templates.invoice_picture_deletion,
        name="invoice_picture_deletion",
    ),
    path(f"{_COMPANY}word/", word.word_templates, name="word_templates"),
    path(f"{_COMPANY}word/starters/<slug:starter>.docx", word.word_starter, name="word_starter"),
    path(
        f"{_COMPANY}word/<int:template_id>/file/",
        word.word_template_file,
        name="word_template_file",
    ),
    path(
        f"{_COMPANY}word/<int:template_id>/deletion/",
        word.word_template_deletion,
        name="word_template_deletion",
    ),
    path("orders/<int:order_id>/documents/", documents.order_documents, name="order_documents"),
    path("orders/<int:order_id>/documents/invoice/", documents.order_invoice, name="order_invoice"),
    path(
        "orders/<int:order_id>/documents/packing-slip/",
        documents.order_packing_slip,
        name="order_packing_slip",
    ),
    path(
        "packages/<int:package_id>/packing-slip/",
        documents.package_packing_slip,
        name="package_packing_slip",
    ),
    path(
        "orders/<int:order_id>/documents/email/",
        documents.order_invoice_email,
        name="order_invoice_email",
    ),
    path(
        "orders/<int:order_id>/documents/printed/",
        documents.order_invoice_printed,
        name="order_invoice_printed",
    ),
    path(
        "refunds/<int:refund_id>/credit-note/",
        documents.refund_credit_note,
        name="refund_credit_note",
    ),
    path("rmas/<int:rma_id>/slip/", rma_slips.rma_slip, name="rma_slip"),
    path("rmas/<int:rma_id>/mail/", rma_slips.rma_mail, name="rma_mail"),
    path(
        "documents/<int:document_id>/cancellation/",
        documents.invoice_cancellation,
        name="invoice_cancellation",
    ),
    path("documents/<int:document_id>/", documents.issued_document, name="issued_document"),
    path("orders/printing/", many.order_printing, name="order_printing"),
    path("orders/emailing/", many.order_emailing, name="order_emailing"),
]
