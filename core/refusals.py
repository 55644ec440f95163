"""What stands against an action, and how a page says so: one exception, one way for all rooms."""

from types import TracebackType

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest


class Refused(Exception):
    """What a person asked for is not possible now. The message is a sentence: why, what helps."""


class _Answering:
    """Ends its `with` block at a `Refused`; what stands after the block answers it."""

    def answer(self, refusal: Refused) -> None:
        """Show the sentence to the person."""
        raise NotImplementedError

    def __enter__(self) -> None:
        return None

    # The plain `bool` tells type checkers that the lines after the block are reached.
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Refused):
            return False
        self.answer(error)
        return True


class telling_refusals(_Answering):
    """`with telling_refusals(request):` shows the sentence of a `Refused` on the next page.

    The block acts, says that it is done, and may return where that leads. `before` are words that
    stand before the sentence.
    """

    def __init__(self, request: HttpRequest, before: str = "") -> None:
        self.request, self.before = request, before

    def answer(self, refusal: Refused) -> None:
        """A message of the session."""
        messages.error(self.request, f"{self.before} {refusal}".strip())


class adding_refusals(_Answering):
    """`with adding_refusals(form):` shows the sentence of a `Refused` on the form that was sent.

    The block acts and returns; what stands after it shows the form again. `field` names the field
    beside which the sentence stands.
    """

    def __init__(self, form: BaseForm, field: str | None = None) -> None:
        self.form, self.field = form, field

    def answer(self, refusal: Refused) -> None:
        """An error of the form."""
        self.form.add_error(self.field, str(refusal))
