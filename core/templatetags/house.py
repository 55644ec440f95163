"""Template tags that every page may use."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from core.money import shown_places

register = template.Library()

# What colour a status is shown in; its words always stand beside the colour.
_TONES: Mapping[str, str] = {
    "completed": "good",
    "charged": "good",
    "fully_shipped": "good",
    "paid": "good",
    "in_process": "busy",
    "processing": "busy",
    "submitted": "busy",
    "partially_shipped": "warn",
    "partial_success": "warn",
    "on_hold": "warn",
    "no_payment": "warn",
    "unpaid": "warn",
    "authorized": "busy",
    "uncleared": "warn",
    "partial_payment": "warn",
    "payment_error": "bad",
    "partial_refund": "warn",
    "ready_for_pickup": "busy",
    "waiting": "busy",
    "sending": "busy",
    "sent": "good",
    "stuck": "bad",
    "not_sent": "warn",
    "open": "busy",
    "approved": "good",
    "received": "good",
    "partially_received": "warn",
    "pending": "busy",
    "processed": "good",
    "rejected": "bad",
    "to_be_replaced": "warn",
    "replaced": "good",
    "full_refund": "warn",
    "done": "good",
    "refused": "bad",
    "problem_order": "bad",
    "failed": "bad",
    "cancelled": "bad",
    "cancelled_while_running": "bad",
}


@register.simple_block_tag
def breadcrumbs(content: SafeString) -> SafeString:
    """The way to a page: its `<li>` items, the outermost first, one inside a link each."""
    return format_html('<nav class="crumbs" aria-label="Breadcrumbs"><ol>{}</ol></nav>', content)


@register.simple_block_tag
def page_head(content: SafeString, heading: str, *values: object) -> SafeString:
    """A page's heading and what stands beside it: chips, `{% actions %}`, `{% lead %}`.

    `values` fill the `{}` of `heading`, escaped: `{% page_head "Order {}" order.pk %}`.
    """
    title = format_html(heading, *values) if values else heading
    return format_html('<div class="page-head"><h1>{}</h1>{}</div>', title, content)


@register.simple_block_tag
def actions(content: SafeString) -> SafeString:
    """The buttons and menus at the end of a page's head."""
    return format_html('<div class="page-actions">{}</div>', content)


@register.simple_block_tag
def lead(content: SafeString) -> SafeString:
    """A sentence or two under a page's heading that say what the page is."""
    return format_html('<p class="subtitle">{}</p>', content)


@register.simple_tag
def chip(value: str, label: str) -> SafeString:
    """A status as a coloured chip with its words."""
    tone = _TONES.get(value, "plain")
    return format_html('<span class="chip chip-{}">{}</span>', tone, label)


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """A time in words (“5 minutes ago”), exact to the second on hover; a dash for none."""
    if moment is None:
        return format_html('<span class="quiet">{}</span>', "–")
    exact = moment.astimezone(timezone.get_current_timezone())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        exact.isoformat(timespec="seconds"),
        exact.strftime("%-d %b %Y, %H:%M:%S %Z"),
        _in_words(moment),
    )


@register.simple_tag
def when_exactly(moment: datetime | None) -> SafeString:
    """As `when`, with day and time written beside it; a dash for none."""
    if moment is None:
        return when(moment)
    exact = moment.astimezone(timezone.get_current_timezone())
    text = exact.strftime("%-d %b %Y, %H:%M")
    return format_html('{} <span class="quiet nowrap">{}</span>', when(moment), text)


@register.simple_tag
def duration(time: timedelta) -> str:
    """A stretch of time as hours, minutes and seconds, without what is nought in front."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def _in_words(moment: datetime) -> str:
    now = timezone.now()
    if 0 <= (moment - now).total_seconds() < 60:
        return "within a minute"
    if moment > now:
        return f"in {timesince(now, moment, depth=1)}"
    if (now - moment).total_seconds() < 60:
        return "just now"
    return f"{timesince(moment, now, depth=1)} ago"


@register.simple_tag
def money(amount: Decimal | None, currency: str) -> SafeString:
    """An amount with its currency and the decimals of it, never broken over two lines."""
    if amount is None:
        return format_html('<span class="quiet">{}</span>', "–")
    places = shown_places(currency)
    if not places and amount % 1:
        places = 2  # what the store counted is not hidden
    return format_html(
        '<span class="money">{} <span class="currency">{}</span></span>',
        f"{amount:,.{places}f}",
        currency,
    )


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """This page's query string with `changes`; None or '' takes a parameter out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
