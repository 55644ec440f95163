"""Template tags that every page may use."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

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
    """An amount with its currency, never broken over two lines."""
    if amount is None:
        return format_html('<span class="quiet">{}</span>', "–")
    return format_html('<span class="money">{} {}</span>', f"{amount:,.2f}", currency)


@register.inclusion_tag("parts/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, help and error beside it."""
    return {
        "field": bound,
        "is_tick": bound.widget_type == "checkbox",
        "control": _widget(bound),
    }


@register.inclusion_tag("parts/_filter.html")
def filter_choice(
    name: str, label: str, choices: Iterable[tuple[object, str]], value: object, every: str = "All"
) -> dict[str, Any]:
    """One of `choices` in the bar above a list; `every` is the choice that filters nothing."""
    keys = [("", every)] * bool(every) + [(str(key), text) for key, text in choices]
    chosen = "" if value is None else str(value)
    is_active = chosen != (keys[0][0] if keys else "")
    return {"name": name, "label": label, "choices": keys, "value": chosen, "is_active": is_active}


@register.inclusion_tag("parts/_filter.html")
def filter_text(name: str, label: str, value: str, type: str = "text") -> dict[str, Any]:
    """Words to look for in the bar above a list; `type` "search" makes a wide search box."""
    return {
        "name": name,
        "label": label,
        "choices": None,
        "value": value,
        "type": type,
        "is_active": bool(value),
        "is_wide": type == "search",
    }


@register.filter
def as_choices(records: Iterable[Model]) -> list[tuple[object, str]]:
    """Records as choices: their keys with their names."""
    return [(one.pk, str(one)) for one in records]


@register.simple_tag
def shown(bound: BoundField) -> str:
    """A form field's value in words, for pages that are read first; a dash for none."""
    value = bound.value()
    if isinstance(value, bool):
        return "on" if value else "off"
    choices: dict[Any, Any] = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, value) or "–")


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """A form field's control and errors alone, where the table around it says what it is."""
    errors = format_html_join(
        "", '<p class="error" role="alert">{}</p>', ([e] for e in bound.errors)
    )
    return _widget(bound, **{"aria-label": bound.label}) + errors


def _widget(bound: BoundField, **attributes: Any) -> SafeString:
    css = {"checkbox": "form-check-input", "select": "form-select"}.get(
        bound.widget_type, "form-control"
    )
    if bound.errors:
        css += " is-invalid"
    return SafeString(bound.as_widget(attrs={"class": css, **attributes}))


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
