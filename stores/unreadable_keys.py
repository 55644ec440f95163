"""API keys that no encryption key of the installation fits: told, since nothing runs then."""

from django.urls import reverse

from notices import board
from notices.models import Notice, NoticeKind
from settings.models import Company, StoreConnection

UNREADABLE = (
    "The saved API Password of the website cannot be read, so no orders come in and nothing is "
    "told to the website. Type it again under Cart General, or have the administrator of the "
    "installation put the right key into FIELD_ENCRYPTION_KEYS."
)


def companies_with_unreadable_keys() -> list[Company]:
    """Active companies whose saved API key no key of ours fits."""
    saved = StoreConnection.objects.filter(company__is_active=True).exclude(api_key="")
    connections = saved.select_related("company").order_by("company__name")
    return [one.company for one in connections if one.has_unreadable_key]


def tell_of_unreadable_keys() -> None:
    """Put up a notice for each such company, and take it down where the key can be read again."""
    told = set(Notice.objects.open().filter(kind=NoticeKind.KEY_UNREADABLE).values_list("company"))
    unreadable = companies_with_unreadable_keys()
    for company in unreadable:
        link = reverse("cart_general", args=[company.pk]) + "?edit=1"
        board.put_up(company, NoticeKind.KEY_UNREADABLE, UNREADABLE, link=link, count=1)
    over = {pk for (pk,) in told} - {company.pk for company in unreadable}
    for company in Company.objects.filter(pk__in=over):
        board.take_down(company, NoticeKind.KEY_UNREADABLE)
