"""The notice about orders that need a shipping method."""

from django.urls import reverse

from notices import board
from notices.models import NoticeKind
from orders.models import Order
from settings.models import Company


def tell_of_unmapped(company: Company) -> None:
    """Put up, renew or take down the notice of `company`, as its orders are now."""
    number = Order.objects.for_company(company).needing_shipping_method().count()
    if number == 0:
        board.take_down(company, NoticeKind.UNMAPPED_METHODS)
        return
    board.put_up(
        company,
        NoticeKind.UNMAPPED_METHODS,
        f"{number} order{'s' if number > 1 else ''} to be shipped came with a shipping method "
        "that is not mapped. Map it, then choose Apply to unshipped orders.",
        link=reverse("shipping_mapping", args=[company.pk]),
        count=number,
    )
