"""Looking at whom we are really connected to, before a word is said.

A name that was harmless when it was saved may lead into the server's own network later. So the
address of the peer itself is asked, after the connection and before anything is sent.
"""

from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from core.addresses import why_forbidden_address


class ForbiddenPeer(Exception):
    """The address leads where no store may be. The message is a sentence for staff."""


def _check_peer(connection: HTTPConnection) -> None:
    if connection.sock is None:
        return
    reason = why_forbidden_address(connection.sock.getpeername()[0])
    if reason is not None:
        connection.close()
        raise ForbiddenPeer(reason)


class _GuardedConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _check_peer(self)


class _GuardedSecureConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _check_peer(self)


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = _GuardedConnection


class _GuardedSecurePool(HTTPSConnectionPool):
    ConnectionCls = _GuardedSecureConnection


class GuardedAdapter(HTTPAdapter):
    """An adapter whose connections refuse forbidden peers by raising `ForbiddenPeer`."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _GuardedPool,
            "https": _GuardedSecurePool,
        }
