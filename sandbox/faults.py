"""What can go wrong between the store and its callers, switchable for the next requests."""

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
    "html-200": "Status 200 with a login page in HTML.",
    "wrong-content-type": "Good JSON under the name of text/html.",
    "invalid-utf8": "Bytes that are not UTF-8 inside the JSON.",
    "broken-json": "JSON that ends too early, with the right length.",
    "doubled-shipment": "Another shipping add-on inserts each shipment a second time.",
}


@dataclass(slots=True)
class Fault:
    """A fault that is switched on: for which requests, how often, how slow."""

    name: str
    method: str = ""
    path: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 2.0

    def fits(self, method: str, path: str) -> bool:
        """Whether the fault is meant for this request."""
        return self.method in ("", method) and bool(re.search(self.path, path))


@dataclass(slots=True)
class FaultBoard:
    """The faults that are switched on, in the order in which they were."""

    faults: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

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

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; it is used up by one."""
        with self.lock:
            for fault in self.faults:
                if fault.times <= 0 or not fault.fits(method, path):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None
