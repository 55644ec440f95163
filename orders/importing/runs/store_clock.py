"""A store whose clock goes wrong: told, since dates and Delayed Tracking depend on it."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from notices import board
from notices.models import NoticeKind
from settings.models import Company

# Two clocks that are set by the network differ by less.
BEARABLE = timedelta(minutes=1)


def tell_of_clock(company: Company, stores: datetime, begun_at: datetime) -> None:
    """Put up a notice where the clock of the store, and so its dates, are wrong; or take it down.

    `stores` is what it showed at its first answer, which came between `begun_at` and now.
    """
    ahead, behind = stores - timezone.now(), begun_at - stores
    if max(ahead, behind) <= BEARABLE:
        board.take_down(company, NoticeKind.STORE_CLOCK_WRONG)
        return
    minutes = max(ahead, behind).total_seconds() / 60
    direction = "ahead of" if ahead > behind else "behind"
    board.put_up(
        company,
        NoticeKind.STORE_CLOCK_WRONG,
        f"The website's clock is {minutes:,.0f} minutes {direction} ours. No order is missed, but "
        "the dates of orders are wrong. Ask its host to set the clock by the network; if the "
        "website is right, have the clock of this installation set.",
        link=reverse("cart_general", args=[company.pk]),
        count=1,
    )
