"""Two people edit one record: whoever saves second sees both values and chooses.

A form carries, in hidden fields, the values that its page was opened with. When it is sent they are
compared with what is in the database now: a field that only the other person changed keeps their
value; one that both changed is refused once, with both values.
"""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.forms import BoundField
from django.http import QueryDict

M = TypeVar("M", bound=Model)


def lock(record: M) -> M:
    """`record` as it is now, locked until the transaction ends, for a form to compare with."""
    locked: M = type(record)._default_manager.select_for_update().get(pk=record.pk)
    return locked


def in_words(field: forms.Field, value: object) -> str:
    """A field's value as people read it: Yes or No, the label of a choice; a dash for none."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    choices: dict[Any, Any] = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value) or "–")


class ConcurrentEdits(forms.BaseForm):
    """A form that notices what others saved since it was opened; put it left of `ModelForm`.

    The instance must be read (and better locked, see `lock`) when the form is sent. Files and
    passwords are not compared: their values are not shown either. Forms without the hidden fields,
    such as those of scripts, are saved as they are.
    """

    # Fields whose value is never taken over unasked, whoever changed it.
    always_asked: frozenset[str] = frozenset()

    @property
    def both_changed(self) -> dict[str, str]:
        """By field: what somebody else put there meanwhile, in words. Empty before it is sent."""
        if not hasattr(self, "_both_changed"):
            self._both_changed: dict[str, str] = {}
        return self._both_changed

    def carries_opened(self, bound: BoundField) -> bool:
        """Whether the value that the page was opened with goes along with `bound`."""
        is_secret = isinstance(bound.field.widget, forms.PasswordInput)
        return not (bound.is_hidden or is_secret or isinstance(bound.field, forms.FileField))

    def takes_theirs(self, bound: BoundField) -> str:
        """The name of the tick that gives way to the other person's value."""
        return f"theirs-{bound.html_name}"

    def clean(self) -> dict[str, Any]:
        """Compare each field with the record, after the other checks of the fields."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for bound in self:
            if self.takes_theirs(bound) in self.data:
                cleaned[bound.name] = _cleaned_now(bound)
            elif bound.name in cleaned and self._was_changed_by_others(bound):
                self._weigh(bound, cleaned)
        return cleaned

    def _was_changed_by_others(self, bound: BoundField) -> bool:
        if bound.html_initial_name not in self.data or not self.carries_opened(bound):
            return False
        return bound.field.has_changed(bound.initial, self._opened(bound))

    def _weigh(self, bound: BoundField, cleaned: dict[str, Any]) -> None:
        """Theirs where only they changed it; else ask."""
        field, theirs = bound.field, bound.initial
        opened = field.clean(self._opened(bound))
        is_mine_new = field.has_changed(_plain(opened), bound.data)
        if not is_mine_new and bound.name not in self.always_asked:
            cleaned[bound.name] = _cleaned_now(bound)
        elif field.has_changed(theirs, bound.data):
            self.both_changed[bound.name] = in_words(field, theirs)
            self._remember_theirs(bound)
            self.add_error(
                bound.name,
                f"Somebody changed this meanwhile, to “{in_words(field, theirs)}”. "
                "Save again to keep yours, or take theirs.",
            )

    def _opened(self, bound: BoundField) -> Any:
        widget = bound.field.hidden_widget()
        return widget.value_from_datadict(self.data, self.files, bound.html_initial_name)

    def _remember_theirs(self, bound: BoundField) -> None:
        """The next time it is sent, the person has seen what the other one saved."""
        seen = bound.field.prepare_value(bound.initial)
        assert isinstance(self.data, QueryDict)  # noqa: S101  # forms with lists come from pages
        data = self.data.copy()
        if isinstance(seen, list | tuple):
            data.setlist(bound.html_initial_name, [str(one) for one in seen])
        else:
            data[bound.html_initial_name] = "" if seen is None else str(seen)
        self.data = data


def _cleaned_now(bound: BoundField) -> Any:
    """What is in the database now, as a form's cleaned value."""
    return bound.field.clean(bound.field.prepare_value(bound.initial))


def _plain(value: Any) -> Any:
    """A cleaned value as `initial` holds it: keys instead of records."""
    if isinstance(value, Model):
        return value.pk
    return value
