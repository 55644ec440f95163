"""Template tags of forms and of the filters above a list; every template has them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.concurrent_edits import ConcurrentEdits, in_words

register = template.Library()


@register.inclusion_tag("parts/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, help and error beside it."""
    return {
        "field": bound,
        "is_tick": bound.widget_type == "checkbox",
        "control": _widget(bound),
        "theirs": _theirs(bound),
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


@register.inclusion_tag("parts/_error_summary.html")
def error_summary(*forms: BaseForm | Iterable[BaseForm] | None) -> dict[str, Any]:
    """What is wrong in `forms` (or lists of them), with links to the fields; nothing if nothing."""
    problems: list[tuple[str, str, str]] = []
    for form in _single(forms):
        for name, errors in form.errors.items():
            bound = form[name] if name in form.fields else None
            place, label = (_place(bound), str(bound.label)) if bound else ("", "")
            problems += [(place, label, str(error)) for error in errors]
    return {"problems": problems}


def _single(forms: Iterable[Any]) -> Iterator[BaseForm]:
    """The forms among `forms` that were sent, lists of them opened."""
    for one in forms:
        if isinstance(one, BaseForm):
            if one.is_bound:
                yield one
        elif one and not isinstance(one, str):
            yield from _single(one)


def _place(bound: BoundField) -> str:
    """The id of what is to be filled in; of a set of choices, its first."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.simple_tag
def shown(bound: BoundField) -> str:
    """A form field's value in words, for pages that are read first; a dash for none."""
    return in_words(bound.field, bound.value())


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """A form field's control and errors alone, where the table around it says what it is."""
    errors = format_html_join(
        "", '<p class="error" role="alert">{}</p>', ([e] for e in bound.errors)
    )
    theirs, choice = _theirs(bound), SafeString("")
    if theirs:
        choice = format_html(
            '<label class="choice"><input class="form-check-input" type="checkbox" name="{}">'
            " Take “{}”</label>",
            *(theirs["name"], theirs["value"]),
        )
    return _widget(bound, **{"aria-label": bound.label}) + errors + choice


def _widget(bound: BoundField, **attributes: Any) -> SafeString:
    css = {"checkbox": "form-check-input", "select": "form-select"}.get(
        bound.widget_type, "form-control"
    )
    if bound.errors:
        css += " is-invalid"
        attributes["autofocus"] = bound.name == next(iter(bound.form.errors))
    widget = bound.as_widget(attrs={"class": css, **attributes})
    if isinstance(bound.form, ConcurrentEdits) and bound.form.carries_opened(bound):
        widget += bound.as_hidden(only_initial=True)
    return SafeString(widget)


def _theirs(bound: BoundField) -> dict[str, str]:
    """What somebody else put into the field meanwhile, and the tick that takes it; {} for none."""
    form = bound.form
    if not isinstance(form, ConcurrentEdits) or bound.name not in form.both_changed:
        return {}
    return {"name": form.takes_theirs(bound), "value": form.both_changed[bound.name]}
