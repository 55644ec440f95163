"""bin/bench faults: tell a store of thousands of parcels while everything breaks.

Two workers, two beats, if asked two webs with people at them, and a sandbox store in which every
fault comes by chance, on reads and on writes: answers cut, lost and late, writes carried out long
after we hung up, half-written shipments, another add-on that doubles what we send or types it
before us. Meanwhile workers and webs are killed with SIGKILL, the broker is emptied, PostgreSQL is
stopped and started, imports run, and somebody presses *Send again* on whatever is stuck. At the end
the packages here are compared with the shipments there, and with the e-mails that customers got.

Prints one line of JSON last: the report. Ends with status 1 when anything is lost or doubled.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

import redis

from bench import faults_people as people
from bench.faults_people import People
from bench.torture import Crew, make_environment, manage
from embedded.broker import EmbeddedBroker
from embedded.postgres import EmbeddedPostgres
from sandbox.order_building import new_line
from sandbox.server import SandboxStore

# So impatient that a run of minutes meets every time-out. Each second here stands for a minute.
IMPATIENT = {
    "STORE_TIMEOUT_SECONDS": "1",
    "STORE_UNCLEAR_FOR_SECONDS": "5",
    "DELIVERY_PAUSE_SECONDS": "0.2",
}
WRITE_SECONDS = 0.06
LONGEST_LATE_WRITE = 3.0  # from the request's arrival; we hang up after one second

WRITE_FAULTS = {
    "write-later": 0.02,
    "reset-after": 0.02,
    "late": 0.01,
    "cut-body": 0.02,
    "500-html-after": 0.02,
    "empty-200": 0.01,
    "html-200": 0.005,
    "broken-json": 0.01,
    "invalid-utf8": 0.005,
    "500-half-write": 0.02,
    "doubled-shipment": 0.03,
    "reset-before": 0.02,
    "500-html-before": 0.02,
    "500-json": 0.005,
    "503-html": 0.005,
    "429": 0.005,
    "429-retry-after": 0.005,
    "bom": 0.01,
    "php-warning": 0.01,
    "php-notice": 0.01,
    "wrong-content-type": 0.01,
    "404": 0.005,
    "405": 0.005,
    "401": 0.002,
    "403": 0.002,
    "301-https": 0.002,
}
READ_FAULTS = {
    "reset-before": 0.01,
    "cut-body": 0.01,
    "late": 0.005,
    "500-html-before": 0.01,
    "html-200": 0.005,
    "empty-200": 0.005,
    "429": 0.005,
    "php-warning": 0.005,
    "php-notice": 0.005,
    "bom": 0.005,
}


PAGE_CAP = 20


@dataclass
class Report:
    """What a run found. All counts."""

    seed: int
    packages: int = 0
    lost: int = 0
    doubled: int = 0
    mailed_twice: int = 0
    orphans: int = 0
    nameless_orphans: int = 0
    not_finished: int = 0
    wrongly_noted: int = 0
    statuses_wrong: int = 0
    seconds: int = 0
    kills: int = 0
    restarts: int = 0
    flushes: int = 0
    sent_again: int = 0
    recognised: int = 0
    faults: int = 0
    typed_before_us: int = 0
    by_other_add_on: int = 0
    webs: int = 0
    workers: int = 0
    pages: int = 0
    pages_broken: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether every parcel was told exactly once and nothing is left over."""
        bad = (self.lost, self.doubled, self.mailed_twice, self.orphans, self.not_finished)
        bad += (self.wrongly_noted, self.statuses_wrong, self.pages_broken)
        return not any(bad) and self.packages > 0


class Run:
    """The processes of one run. Django is set up in this process, on the run's database."""

    def __init__(self, options: argparse.Namespace, seed: int, stack: ExitStack) -> None:
        self.report = Report(seed=seed, webs=options.webs, workers=options.workers)
        self.chance = random.Random(seed)
        self.wanted: int = options.packages
        self.workers = [f"worker{number}" for number in range(1, options.workers + 1)]
        self.webs = [f"web{number}" for number in range(1, options.webs + 1)]
        self.kinds: list[str] = []
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        folder.chmod(0o711)
        self.postgres = EmbeddedPostgres(folder / "postgres")
        self.broker = EmbeddedBroker(folder / "broker")
        self.postgres.start()
        stack.callback(self.postgres.stop)
        self.broker.start()
        stack.callback(self.broker.stop)
        # A store takes its time to write; otherwise all would be over before the first worker dies.
        self.store = stack.enter_context(SandboxStore(latency_write=WRITE_SECONDS))
        environment = make_environment(self.postgres, self.broker) | IMPATIENT
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="cscart_connector.settings")
        manage(environment, "migrate", "-v", "0")
        self.crew = Crew(environment, folder)
        stack.callback(self.crew.kill_all)
        self.folder = folder

    def go(self) -> Report:
        """Prepare, break everything, wait until nothing is left to do, compare."""
        import django  # noqa: PLC0415 - its settings come from the database started above

        django.setup()
        from bench import faults_company  # noqa: PLC0415 - needs Django

        self._fill_store()
        desk = faults_company.Desk(self.store, self.chance, self.kinds)
        self.report.packages = desk.ship_everything()
        self.report.typed_before_us = self._type_before_us(desk)
        self._unleash()
        begun = time.monotonic()
        for name in (*self.workers, *self.webs, "beat1", "beat2"):
            self.crew.start(name)
        desk.keep_notifying()
        seated = self._seat_people(desk)
        self._break_things(desk, begun)
        self.store.control.clear_faults()
        self._wait(desk, begun)
        if seated:
            self._send_people_home(seated)
        self.report.seconds = round(time.monotonic() - begun)
        desk.judge(self.report)
        return self.report

    def _seat_people(self, desk) -> People | None:
        if not self.webs:
            return None
        desk.let_in(people.NAME, people.PASSWORD)
        seated = People([self.crew.port(web) for web in self.webs], desk.order_ids())
        seated.start()
        return seated

    def _send_people_home(self, seated: People) -> None:
        seated.stop()
        self.report.pages = seated.pages
        self.report.pages_broken = len(seated.broken)
        self.report.sent_again += seated.sent_again
        self.report.problems += seated.broken

    def _fill_store(self) -> None:
        """Orders of two lines. Of those that leave in part the store would take a second parcel."""
        orders = 0
        packages = 0
        while packages < self.wanted:
            orders += 1
            kind = self.chance.choices(["whole", "split", "in part"], [3, 3, 4])[0]
            more = 2 if kind == "in part" else 1
            lines = [
                new_line(1000 + orders * 3, amount=2 * more),
                new_line(1001 + orders * 3, amount=more),
            ]
            self.store.control.create_order(products=lines, status="P")
            self.kinds.append(kind)
            packages += 2 if kind == "split" else 1

    def _type_before_us(self, desk) -> int:
        typed = [known for known in desk.shipment_bodies() if self.chance.random() < 0.02]
        for known in typed:
            body = known | {"notify_user": True}
            self.store.control.add_shipment(**body)
        return len(typed)

    def _unleash(self) -> None:
        control, seed = self.store.control, self.report.seed
        # The host caps pages, and in every other run says nothing of it; names come escaped.
        control.settings(page_cap=PAGE_CAP, page_cap_is_hidden=bool(seed % 2), escapes_html=True)
        control.chaos(
            WRITE_FAULTS, method="POST", path="/shipments", seconds=LONGEST_LATE_WRITE, seed=seed
        )
        puts = {name: rate for name, rate in WRITE_FAULTS.items() if "shipment" not in name}
        puts.pop("500-half-write")
        control.chaos(puts, method="PUT", seconds=LONGEST_LATE_WRITE, seed=seed + 1)
        control.chaos(READ_FAULTS, method="GET", seconds=1.5, seed=seed + 2)

    def _break_things(self, desk, begun: float) -> None:
        """Until nearly everything has been told; the rest then meets a store without faults."""
        deadline = time.monotonic() + 60 + self.wanted / 4
        self._until(lambda: desk.share_told() > 0, deadline)
        number = 0
        while desk.share_told() < 0.95 and time.monotonic() < deadline:
            number += 1
            time.sleep(self.chance.uniform(2.0, 8.0))
            self._break(desk, number)
            self.report.sent_again += desk.send_stuck_again()
            say(f"{number}: {dict(desk.states())}, {round(time.monotonic() - begun)} s")

    def _break(self, desk, number: int) -> None:
        victim = self.chance.choice(self.workers)
        self.crew.kill(victim)
        self.crew.start(victim)
        self.report.kills += 1
        if number % 4 == 1:
            redis.Redis.from_url(self.broker.url).flushall()
            self.report.flushes += 1
        if number % 8 == 2:
            desk.hang_up()
            self.postgres.stop()
            time.sleep(1)
            self.postgres.start()
            self.report.restarts += 1
        if self.webs and number % 3 == 0:
            victim = self.chance.choice(self.webs)
            self.crew.kill(victim)
            self.crew.start(victim)
        if number % 7 == 5:
            victim = self.chance.choice(["beat1", "beat2"])
            self.crew.kill(victim)
            self.crew.start(victim)

    def _wait(self, desk, begun: float) -> None:
        deadline = time.monotonic() + 120

        def is_finished() -> bool:
            self.report.sent_again += desk.send_stuck_again()
            return not {"waiting", "sending", "stuck"} & set(desk.states())

        self._until(is_finished, deadline)
        say(f"done: {dict(desk.states())}, {round(time.monotonic() - begun)} s")
        # What the store still carries out for callers that have hung up is counted as well.
        time.sleep(LONGEST_LATE_WRITE + 1)

    def _until(self, condition, deadline: float) -> None:
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.5)


def say(text: str) -> None:
    """Tell who watches; the report alone goes to standard output."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Run once, or once for each of several seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--workers", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--webs", type=int, default=0, help="web processes, with people (0)")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10_000)
    say(f"seed {seed}")
    with ExitStack() as stack:
        report = Run(options, seed, stack).go()
    print(json.dumps(asdict(report)))
    if not report.is_good:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
