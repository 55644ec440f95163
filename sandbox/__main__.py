"""`python -m sandbox`: run the sandbox store alone."""

import argparse
import random
import signal
import threading
from pathlib import Path

from sandbox.demo.filling import arrive
from sandbox.persistence import Snapshots
from sandbox.profiles import PROFILES
from sandbox.server import SandboxStore


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    options = _parser().parse_args()
    store = SandboxStore(
        options.profile,
        orders=options.orders,
        seed=options.seed,
        host=options.host,
        port=options.port,
        folder=options.folder.rstrip("/"),
        latency_list_row=options.latency_list_ms / 1000,
        latency_detail=options.latency_detail_ms / 1000,
        latency_write=options.latency_write_ms / 1000,
    )
    snapshots = Snapshots(store.state, options.data) if options.data else None
    if snapshots is None or not snapshots.load():
        store.fill()
    store.start()
    if snapshots:
        snapshots.start()
    print(f"sandbox store listening on {store.base_url}/ (profile {options.profile})", flush=True)
    _run(store, options.arrivals)
    store.stop()
    if snapshots:
        snapshots.stop()


def _run(store: SandboxStore, seconds_between_arrivals: float) -> None:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    chance = random.Random()  # arrivals are live: another one each time
    while not stopped.wait(seconds_between_arrivals or 3600):
        if seconds_between_arrivals:
            arrive(store.state, chance)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8801, help="0 picks a free port")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="4.20")
    parser.add_argument("--folder", default="", help="the store's folder, such as /shop")
    parser.add_argument("--data", type=Path, help="folder in which the store's state survives")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--orders", type=int, default=260)
    parser.add_argument(
        "--arrivals", type=float, default=0, help="seconds between new orders; 0: none arrive"
    )
    parser.add_argument("--latency-list-ms", type=float, default=0, help="for each whole order")
    parser.add_argument("--latency-detail-ms", type=float, default=0, help="for each single order")
    parser.add_argument("--latency-write-ms", type=float, default=0, help="for each write")
    return parser


if __name__ == "__main__":
    main()
