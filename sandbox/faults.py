"""What can go wrong between the store and its callers, switchable for the next requests."""

import random
import re
import threading
from dataclasses import dataclass, field

FAULTS = {
    "401": "The login is refused.",
    "403": "A right is missing.",
    "404": "The record does not exist.",
    "405": "The method is not allowed.",
    "406": "The Accept header is not understood.",
    "415": "The content type is not understood.",
    "429": "Too many requests, without Retry-After.",
    "429-retry-after": "Too many requests, with Retry-After.",
    "500-json": "The API breaks down and says so in JSON.",
    "500-html-before": "PHP breaks down before anything was written: HTML with SQL and data in it.",
    "500-html-after": "PHP breaks down after the write was done: the same HTML page.",
    "503-html": "The host is closed for maintenance: HTML with Retry-After 300.",
    "301-https": "The web server redirects to https.",
    "cut-body": "The connection ends in the middle of the answer.",
    "slow-drip": "The answer comes one byte at a time.",
    "late": "The answer comes after the caller's patience; the write happens all the same.",
    "reset-before": "The connection breaks before anything was done.",
    "reset-after": "The connection breaks after the write was done.",
    "empty-200": "Status 200 with an empty body.",
    "bom": "A byte order mark before the JSON.",
    "php-warning": "A PHP warning before the JSON.",
    "php-notice": "A PHP notice as plain text before the JSON, and the status lost: always 200.",
    "html-200": "Status 200 with a login page in HTML.",
    "wrong-content-type": "Good JSON under the name of text/html.",
    "invalid-utf8": "Bytes that are not UTF-8 inside the JSON.",
    "broken-json": "JSON that ends too early, with the right length.",
    "write-later": "The caller's patience ends first; the write happens some time afterwards.",
    "500-half-write": "PHP breaks down inside a new shipment: it stays behind without lines.",
    "doubled-shipment": "Another shipping add-on inserts each shipment a second time.",
}


@dataclass(slots=True)
class Fault:
    """A fault that is switched on: for which requests, how often, how slow.

    `retry_after` are the seconds that a 503 asks for.
    """

    name: str
    method: str = ""
    path: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 2.0
    retry_after: int = 300

    def fits(self, method: str, path: str) -> bool:
        """Whether the fault is meant for this request."""
        return self.method in ("", method) and bool(re.search(self.path, path))


@dataclass(slots=True)
class Chaos:
    """Faults that come by chance: how often each (0 to 1) for requests that fit.

    A fault takes up to `seconds`.
    """

    rates: dict[str, float]
    method: str = ""
    path: str = ""
    seconds: float = 1.0
    seed: int = 0
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        unknown = self.rates.keys() - FAULTS.keys()
        if unknown:
            raise ValueError(f"There are no faults {sorted(unknown)}; see sandbox.faults.FAULTS.")
        self.chance = random.Random(self.seed)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        if self.method not in ("", method) or not re.search(self.path, path):
            return None
        lot = self.chance.random()
        for name, rate in self.rates.items():
            lot -= rate
            if lot < 0:
                seconds = self.seconds * self.chance.uniform(0.3, 1.0)
                return Fault(name, seconds=seconds, retry_after=1)
        return None


@dataclass(slots=True)
class FaultBoard:
    """The faults that are switched on, in the order in which they were, and those by chance."""

    faults: list[Fault] = field(default_factory=list)
    chaos: list[Chaos] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    met: int = 0

    def add(self, fault: Fault) -> None:
        """Switch a fault on. Raises `ValueError` for a name that is not in `FAULTS`."""
        if fault.name not in FAULTS:
            raise ValueError(f"There is no fault “{fault.name}”; see sandbox.faults.FAULTS.")
        with self.lock:
            self.faults.append(fault)

    def clear(self) -> None:
        """Switch every fault off."""
        with self.lock:
            self.faults.clear()
            self.chaos.clear()

    def unleash(self, chaos: Chaos) -> None:
        """Let faults come by chance."""
        with self.lock:
            self.chaos.append(chaos)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; it is used up by one."""
        with self.lock:
            found = self._take(method, path)
            self.met += found is not None
            return found

    def _take(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times <= 0 or not fault.fits(method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            return fault
        met = (chaos.take(method, path) for chaos in self.chaos)
        return next((fault for fault in met if fault is not None), None)
