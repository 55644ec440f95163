"""What goes wrong below HTTP, in the words of `stores.errors`."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
import urllib3

from cscart_connector.cscart.guard import ForbiddenPeer
from stores.errors import StoreRefused, StoreUnavailable


class NotReached(StoreUnavailable):
    """No connection came about: whatever was to be written has not been."""


class NotAnswered(StoreUnavailable):
    """The store took the request and said nothing in time."""


@contextmanager
def as_store_errors() -> Iterator[None]:
    """Raise the fitting `StoreError` for whatever breaks between us and the store."""
    try:
        yield
    except ForbiddenPeer as error:
        raise StoreRefused(f"The Website URL leads to a forbidden address. {error}") from None
    except requests.exceptions.SSLError:
        raise StoreRefused("The store's https certificate is not valid.") from None
    except requests.exceptions.ConnectTimeout:
        raise NotReached("The store cannot be reached.") from None
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
        raise NotAnswered("The store did not answer in time.") from None
    except (requests.exceptions.ConnectionError, urllib3.exceptions.ProtocolError) as error:
        if _was_never_connected(error):
            raise NotReached("The store cannot be reached.") from None
        raise StoreUnavailable("The connection to the store failed or broke off.") from None
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise StoreUnavailable(
            f"The store's answer could not be read ({type(error).__name__})."
        ) from None


def _was_never_connected(error: Exception) -> bool:
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)
