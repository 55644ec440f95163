"""How many requests the store has had at once."""

import threading


class Crowd:
    """A handler enters for each request and leaves it. `most` is the greatest number so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._here: set[int] = set()
        self.most = 0

    def enter(self, handler: object) -> None:
        """A request is being worked on."""
        with self._lock:
            self._here.add(id(handler))
            self.most = max(self.most, len(self._here))

    def leave(self, handler: object) -> None:
        """The work is done; leaving twice is leaving once."""
        with self._lock:
            self._here.discard(id(handler))
