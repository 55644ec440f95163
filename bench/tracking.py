"""bin/bench tracking: telling a store of parcels, against the bare POSTs of the same parcels."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import requests

from bench.harness import HERE, Bench, Result, a_bench, machine, write_down
from sandbox.state import ROOT_EMAIL, ROOT_KEY

PARALLEL = 4

# What the store takes, in milliseconds: a write, a whole order in a list, a single order. A list
# row is what the import is measured with. A write builds the order at least once, and once more for
# the e-mail.
SETTINGS = {
    "120 ms for each write, with an e-mail": (120, 20, 60),
    "60 ms for each write, without": (60, 20, 60),
    "no delay": (0, 0, 0),
}


@contextmanager
def a_store(write: int, row: int, single: int) -> Iterator[str]:
    """An empty sandbox store in a process of its own; its address."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "sandbox", "--port", "0", "--orders", "0"),
            *("--latency-write-ms", str(write), "--latency-list-ms", str(row)),
            *("--latency-detail-ms", str(single)),
        ],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[4].rstrip("/")
    finally:
        process.terminate()
        process.wait()


def fill(url: str, orders: int) -> None:
    """Give the store `orders` paid orders."""
    with requests.Session() as session:
        for _ in range(orders):
            session.post(f"{url}/_control/create_order", json={"status": "P"}, timeout=60)


def a_line_of(order: int) -> str:
    """The line id of the sandbox's plain order number `order`, of two pieces."""
    return str(2_950_120_446 + order)


def floor(url: str, orders: int) -> float:
    """Seconds for the bare POSTs: bodies ready, connections kept, answers thrown away."""

    def post(session: requests.Session, number: int) -> None:
        answer = session.post(
            f"{url}/api/2.0/shipments",
            json={
                "order_id": number + 1,
                "shipping_id": 1,
                "products": {a_line_of(number + 1): 2},
                "tracking_number": f"1Z{number}",
                "carrier": "ups",
                "timestamp": 1_764_000_000,
                "notify_user": True,
            },
            auth=(ROOT_EMAIL, ROOT_KEY),
            timeout=60,
        )
        assert answer.status_code == 201, answer.text

    sessions = [requests.Session() for _ in range(PARALLEL)]

    def post_share(share: int) -> None:
        for number in range(share, orders, PARALLEL):
            post(sessions[share], number)

    begun = time.monotonic()
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(post_share, range(PARALLEL)))
    return time.monotonic() - begun


def measure(bench: Bench, orders: int, delays: tuple[int, int, int]) -> Result:
    """One row of the table."""
    with a_store(*delays) as url:
        fill(url, orders)
        bare = floor(url, orders)
    with a_store(*delays) as url:
        fill(url, orders)
        arguments = (url, str(orders), str(PARALLEL))
        ours = bench.run("bench.tracking_run", *arguments, database=bench.fresh_database())
    return ours | {"floor": bare}


def table(orders: int, found: dict[str, Result]) -> str:
    """The Markdown table of docs/benchmarks.md."""
    lines = ["| store | measured | target | figure |", "| --- | --- | --- | --- |"]
    for name, one in found.items():
        target = "≤ 1.3" if "e-mail" in name else ""
        ratio = f"{one['seconds'] / one['floor']:.2f}"
        seconds = f"{one['seconds']:.1f} s / {one['floor']:.1f} s"
        lines.append(f"| {name} | time / floor | {target} | {ratio} ({seconds}) |")
    last = found["no delay"]
    lines += [
        f"| no delay | requests for each parcel | | {last['requests'] / orders:.2f} |",
        f"| no delay | statements for each parcel | | {last['statements'] / orders:.2f} |",
        f"| no delay | CPU for each parcel | | {last['cpu'] / orders * 1000:.1f} ms |",
    ]
    return f"{orders:,} parcels, {PARALLEL} requests at a time; {machine()}.\n\n" + "\n".join(lines)


def main() -> None:
    """Measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=1_000)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with a_bench() as bench:
        found = {
            name: measure(bench, options.packages, delays) for name, delays in SETTINGS.items()
        }
    print(json.dumps(found, indent=1), file=sys.stderr)
    text = table(options.packages, found)
    print(text)
    if options.write:
        write_down("tracking", text)


if __name__ == "__main__":
    main()
