"""How many requests the store has had at once."""

import threading
from types import TracebackType


class Crowd:
    """Enter it with each request. `most` is the greatest number so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._here = 0
        self.most = 0

    def __enter__(self) -> None:
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._here -= 1
