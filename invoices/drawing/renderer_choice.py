"""Which renderer a company's documents are drawn by: its per channel preferences."""

from django.conf import settings as django_settings

from invoices.document import DocumentKind
from invoices.drawing.renderers import plugins, standard_invoice
from invoices.drawing.renderers.task import ChannelSpecific, Plugin, Renderer, Standard, WordToPdf
from invoices.models import (
    Channel,
    ChannelPreference,
    ChannelTemplate,
    InvoiceSettings,
    InvoiceType,
    Picture,
)
from settings.models import Company


def preference_of(company: Company, channel: str = Channel.WEBSITE) -> ChannelPreference:
    """What was chosen for a channel; an unsaved Standard Invoice before anybody chose."""
    chosen = ChannelPreference.objects.filter(company=company, channel=channel)
    found = chosen.select_related("word_template").first()
    return found or ChannelPreference(company=company, channel=channel)


def chosen_type(company: Company) -> str:
    """The Invoice Type of the company's orders."""
    return preference_of(company).invoice_type


def renderer_of(company: Company, kind: DocumentKind) -> Renderer:
    """What draws documents of `kind`. All but invoices are always of the Standard design.

    A template made for invoices says "Invoice" somewhere, as a rule.
    """
    has_einvoice = InvoiceSettings.objects.filter(company=company, has_einvoice=True).exists()
    if kind is not DocumentKind.INVOICE:
        return Standard(has_einvoice)
    preference = preference_of(company)
    match preference.invoice_type:
        case InvoiceType.CHANNEL_SPECIFIC:
            template = current_template(company, preference.channel)
            return ChannelSpecific(template.html, template.css)
        case InvoiceType.WORD if preference.word_template is not None:
            with preference.word_template.file.open("rb") as file:
                return WordToPdf(file.read(), django_settings.LIBREOFFICE)
        case InvoiceType.PLUGIN:
            return Plugin(plugin_path(preference.plugin))
    return Standard(has_einvoice)


def plugin_path(name: str) -> str:
    """The dotted path of the plugin called `name`; its name where it is no longer installed."""
    return plugins.installed(django_settings.INVOICE_PLUGINS).get(name, name)


def current_template(company: Company, channel: str) -> ChannelTemplate:
    """The channel's template as last saved; the Standard design, unsaved, before that."""
    saved = ChannelTemplate.objects.filter(company=company, channel=channel).first()
    return saved or ChannelTemplate(
        company=company,
        channel=channel,
        version=0,
        html=standard_invoice.html(),
        css=standard_invoice.css(),
    )


def assets_of(company: Company, logo: str, *, all_pictures: bool) -> dict[str, bytes]:
    """The pictures that documents may show: the logo, and those uploaded for templates.

    `logo` is the logo's name in the storage, as the document has it; one that is gone is left out.
    """
    assets: dict[str, bytes] = {}
    if logo and company.logo.storage.exists(logo):
        with company.logo.storage.open(logo) as file:
            assets["logo"] = file.read()
    if all_pictures:
        for picture in Picture.objects.filter(company=company):
            if picture.file.name and picture.file.storage.exists(picture.file.name):
                with picture.file.open("rb") as file:
                    assets[picture.name] = file.read()
    return assets
