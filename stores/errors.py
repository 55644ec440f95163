"""Errors of a store, grouped by what the caller does about them."""


class StoreError(Exception):
    """A store did not do what it was asked. `sentence` is shown to staff as it stands."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StoreUnavailable(StoreError):
    """The store cannot answer now: wait and try again.

    `retry_after` is the number of seconds the store asked for, or None when it named none.
    `may_have_happened` is True when a write may have been carried out although no clear answer
    came back: look before writing again.
    """

    def __init__(
        self, sentence: str, *, retry_after: float | None = None, may_have_happened: bool = False
    ) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.may_have_happened = may_have_happened


class StoreBrokeDown(StoreUnavailable):
    """The store broke down over this very request, or its answer was rubbish.

    One record may be the cause: what else the store is asked may well be answered.
    """


class StoreRefused(StoreError):
    """The store said no, or answers in a way that waiting will not mend: a person must act."""


class StoreForbidden(StoreRefused):
    """The login is good but lacks a right."""


class StoreMoved(StoreRefused):
    """The store wants to be called at another address; the sentence names it."""


class StoreLoginRejected(StoreRefused):
    """The store does not accept the login: no request can succeed until staff mend it."""


class StoreRecordMissing(StoreRefused):
    """The store has no such record."""
