"""bin/bench import: what an import costs, against the floor and a plain importer."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from bench.harness import HERE, Bench, Result, a_bench, machine, write_down
from embedded.children import die_with_parent


def run(bench: Bench, what: str, store: str, database: str, *more: str) -> Result:
    """One import in a process of its own."""
    return bench.run("bench.importers", what, store, *more, database=database)


@contextmanager
def a_store(orders: int, *options: str) -> Iterator[str]:
    """A store of so many orders in a process of its own; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.store", "--orders", str(orders), *options],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent(),
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def paths_of(store: str) -> list[str]:
    """What the store was asked for since the last question."""
    paths: list[str] = requests.get(f"{store}/__paths", timeout=10).json()
    return paths


def against_the_floor(bench: Bench, orders: int, *options: str) -> Result:
    """Our import, then its own requests again as the floor."""
    with a_store(orders, *options) as store, tempfile.NamedTemporaryFile("w") as at:
        ours = run(bench, "ours", store, bench.fresh_database())
        paths = paths_of(store)
        at.write(json.dumps(paths))
        at.flush()
        floor = run(bench, "floor", store, bench.fresh_database(), at.name)
    return {"ours": ours, "floor": floor, "requests": len(paths)}


def at_no_delay(bench: Bench, orders: int) -> Result:
    """Ours, the floor and the plain importer with a store that answers at once."""
    result = against_the_floor(bench, orders)
    with a_store(orders) as store:
        database = bench.fresh_database()
        run(bench, "ours", store, database)
        paths_of(store)
        result["nothing_new"] = run(bench, "ours", store, database)
        result["nothing_new_requests"] = len(paths_of(store))
        result["plain"] = run(bench, "plain", store, bench.fresh_database())
    return result


def memory_of(bench: Bench, sizes: list[int]) -> dict[int, Result]:
    """Our import of stores of different sizes."""
    results = {}
    for orders in sizes:
        with a_store(orders) as store:
            results[orders] = run(bench, "ours", store, bench.fresh_database())
            print(f"  {orders} orders: {results[orders]['memory']:.0f} MiB", file=sys.stderr)
    return results


def table(orders: int, slow: Result, old: Result, quick: Result, sizes: dict[int, Result]) -> str:
    """The figures as Markdown."""
    ours, nothing = quick["ours"], quick["nothing_new"]
    memory = ", ".join(f"{size:,}: {one['memory']:.0f} MiB" for size, one in sizes.items())
    rows = [
        (
            "20 ms for each whole order in a list (new release)",
            "time / floor",
            "≤ 1.1",
            _ratio(slow["ours"], slow["floor"]),
        ),
        (
            "60 ms for each single order, 4 at a time (old release)",
            "time / floor",
            "≤ 1.1",
            _ratio(old["ours"], old["floor"]),
        ),
        ("no delay", "time / floor", "", _ratio(ours, quick["floor"])),
        ("no delay", "plain importer / ours", "≥ 5", _ratio(quick["plain"], ours)),
        ("no delay", "CPU for each order", "≤ 2 ms", f"{ours['cpu'] / orders * 1000:.2f} ms"),
        (
            "no delay",
            "CPU of the plain importer",
            "",
            f"{quick['plain']['cpu'] / orders * 1000:.2f} ms",
        ),
        ("no delay", "statements for each order", "", f"{ours['queries'] / orders:.2f}"),
        (
            "no delay",
            "statements of the plain importer",
            "",
            f"{quick['plain']['queries'] / orders:.2f}",
        ),
        ("new release", "requests for each order", "", f"{quick['requests'] / orders:.3f}"),
        ("old release", "requests for each order", "", f"{old['requests'] / orders:.3f}"),
        ("nothing new", "requests", "≤ 2", str(quick["nothing_new_requests"])),
        ("nothing new", "statements that write orders", "0", str(nothing["writes"])),
        ("nothing new", "statements, with job and cursor", "", str(nothing["queries"])),
        ("no delay", "peak memory by size", "flat", memory),
    ]
    lines = ["| store | measured | target | figure |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def _ratio(one: Result, other: Result) -> str:
    ours, theirs = one["seconds"], other["seconds"]
    return f"{ours / theirs:.2f} ({ours:.1f} s / {theirs:.1f} s)"


def main() -> None:
    """Measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--quick", action="store_true", help="only what needs no delays")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with a_bench() as bench:
        quick = at_no_delay(bench, options.orders)
        print(json.dumps(quick, indent=1), file=sys.stderr)
        if options.quick:
            return
        slow = against_the_floor(bench, options.orders, "--row-ms", "20")
        print(json.dumps(slow), file=sys.stderr)
        old = against_the_floor(bench, options.orders, "--old", "--detail-ms", "60")
        print(json.dumps(old), file=sys.stderr)
        sizes = memory_of(bench, options.sizes)
    text = table(options.orders, slow, old, quick, sizes)
    text = f"{options.orders:,} orders; {machine()}.\n\n{text}"
    print(text)
    if options.write:
        write_down("import", text)


if __name__ == "__main__":
    main()
