"""bin/bench desk: Manage Orders on a million orders, beside Django admin's change list."""

import argparse
import json
import os
import statistics
import sys
import time

import psycopg2

from bench.harness import Bench, Result, a_bench, machine, write_down

TARGETS = {"Order Details": 40.0}
USUAL_TARGET = 60.0
MOST_QUERIES = 12


def _p95(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def drop_caches() -> str:
    """Empty the machine's file cache, where that is allowed; in words what was done."""
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w") as knob:
            knob.write("3")
    except OSError:
        return "PostgreSQL was started again; the machine's file cache could not be emptied"
    return "PostgreSQL was started again and the machine's file cache emptied"


def restart(bench: Bench) -> str:
    """Begin with nothing in memory."""
    bench.postgres.stop()
    said = drop_caches()
    bench.postgres.start()
    return said


def update_a_fifth(database: str) -> float:
    """Change every fifth order, as a refresh does; seconds."""
    begun = time.perf_counter()
    connection = psycopg2.connect(database)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_order SET refreshed_at = now(), store_status_name = 'Complete!',"
            " grand_total = grand_total + 1 WHERE id % 5 = 0"
        )
    connection.close()
    return time.perf_counter() - begun


def table(ours: Result, peer: Result, cold: Result, changed: Result) -> tuple[str, list[str]]:
    """The Markdown table, and the targets that were missed."""
    lines = [
        "| page | median | p95 | target | queries | admin, median | admin / ours | first, cold | "
        "median, p95 after changes |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    missed = []
    for name, one in ours.items():
        target = TARGETS.get(name, USUAL_TARGET)
        median, p95 = statistics.median(one["ms"]), _p95(one["ms"])
        theirs = statistics.median(peer[name]["ms"]) if name in peer else 0
        ratio = f"{theirs / median:.0f}" if theirs else ""
        must_be_faster = name.startswith(("deep", "search"))
        if p95 > target or one["queries"] > MOST_QUERIES:
            missed.append(f"{name}: p95 {p95:.0f} ms, {one['queries']} queries")
        if must_be_faster and theirs and theirs < 10 * median:
            missed.append(f"{name}: only {ratio} times faster than admin")
        after = changed[name]["ms"]
        lines.append(
            f"| {name} | {median:.0f} ms | {p95:.0f} ms | ≤ {target:.0f} | {one['queries']} | "
            f"{f'{theirs:,.0f} ms' if theirs else ''} | {ratio} | {max(cold[name]['ms']):.0f} ms | "
            f"{statistics.median(after):.0f}, {_p95(after):.0f} ms |"
        )
    return "\n".join(lines), missed


def say(what: str) -> None:
    """What is measured now: it takes a while."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr)


def main() -> None:
    """Load, measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40, help="requests of each case")
    parser.add_argument("--quick", action="store_true", help="20,000 orders, few requests")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    orders, times = (20_000, 6) if options.quick else (options.orders, options.times)
    with a_bench() as bench:
        database = bench.fresh_database()
        loading = bench.run("bench.desk_data", str(orders), database=database)
        print(json.dumps(loading), file=sys.stderr)
        say("pages, warm")
        ours = bench.run("bench.desk_pages", "ours", str(times), database=database)
        say("Django admin")
        peer = bench.run("bench.desk_pages", "admin", "3", database=database)
        say("pages, cold")
        said = restart(bench)
        cold = bench.run("bench.desk_pages", "ours", "1", "cold", database=database)
        say("changes, and pages after them")
        seconds = update_a_fifth(database)
        changed = bench.run("bench.desk_pages", "ours", str(times), database=database)
    text, missed = table(ours, peer, cold, changed)
    head = (
        f"{orders:,} orders, {orders * 5 // 2:,} lines, 20 companies; {machine()}. Loaded in "
        f"{loading['all']:.0f} s: {loading['copy']:.0f} s COPY, {loading['indexes']:.0f} s indexes."
        f" Cold: {said}. A fifth of the orders was changed in {seconds:.0f} s."
    )
    foot = "\n\nMissed: " + "; ".join(missed) + "." if missed else "\n\nAll targets are met."
    print(f"{head}\n\n{text}{foot}")
    if options.write:
        write_down("desk", f"{head}\n\n{text}{foot}")


if __name__ == "__main__":
    main()
