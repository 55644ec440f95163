"""People of `bench.faults` at their browsers, who meet the web processes by turns."""

import re
import threading
import time
from collections.abc import Sequence
from typing import Any

import requests

PASSWORD = "only-for-faults"  # noqa: S105 - of a database that is thrown away
NAME = "robin"
# A person presses reload so long; then the page counts as broken.
PATIENCE_SECONDS = 40
SECONDS_BETWEEN_PAGES = 0.4
PAGES = ("/", "/orders/", "/website-updates/", "/jobs/", "/notices/", "/orders/{order}/")


class People:
    """Somebody who opens pages and presses *Send again* until told to stop.

    Each request goes to the next of `ports`, with the same cookies: no process may keep for itself
    who is signed in. Pages count as broken that do not come within the patience of a person.
    """

    def __init__(self, ports: Sequence[int], orders: Sequence[int]) -> None:
        self.pages = 0
        self.broken: list[str] = []
        self.sent_again = 0
        self._ports = ports
        self._orders = orders
        self._turn = 0
        self._over = threading.Event()
        self._session = requests.Session()
        self._session.trust_env = False
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Sign in, then work until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """The last page is opened to its end."""
        self._over.set()
        self._thread.join(2 * PATIENCE_SECONDS)

    def _work(self) -> None:
        self._see("/accounts/login/")
        self._see("/accounts/login/", login=NAME, password=PASSWORD)
        number = 0
        while not self._over.wait(SECONDS_BETWEEN_PAGES):
            number += 1
            order = self._orders[number % len(self._orders)]
            page = self._see(PAGES[number % len(PAGES)].format(order=order))
            if "<title>Sign in" in page:
                self.broken.append(f"signed out at page {number}")
                return
            if number % 10 == 0:
                self._send_stuck_again()

    def _send_stuck_again(self) -> None:
        page = self._see("/website-updates/?state=stuck")
        stuck = re.findall(r'name="change" value="(\d+)"', page)
        if stuck:
            self._see("/website-updates/action/", change=stuck, verb="send_again")
            self.sent_again += len(stuck)

    def _see(self, path: str, **form: Any) -> str:
        """The page, at whichever web gives it first."""
        end = time.monotonic() + PATIENCE_SECONDS
        problem = ""
        while time.monotonic() < end:
            self._turn += 1
            try:
                answer = self._ask(path, form)
            except requests.RequestException as error:
                problem = type(error).__name__  # that web is down: reload
            else:
                if answer.ok:
                    self.pages += 1
                    return answer.text
                problem = str(answer.status_code)
            time.sleep(0.2)
        self.broken.append(f"{path}: {problem}")
        return ""

    def _ask(self, path: str, form: dict[str, Any]) -> requests.Response:
        address = f"http://127.0.0.1:{self._ports[self._turn % len(self._ports)]}{path}"
        if not form:
            return self._session.get(address, timeout=20)
        token = self._session.cookies.get("csrftoken", "")
        return self._session.post(address, data={**form, "csrfmiddlewaretoken": token}, timeout=20)
