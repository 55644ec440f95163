"""bin/bench invoices: printing invoices, against WeasyPrint, docxtpl, dxpdf and Typst alone."""

import argparse
import json
import sys

from bench.harness import Bench, Result, a_bench, machine, write_down
from invoices.drawing.fonts import subsets_quickly

SINGLES = 60  # documents of each kind, one at a time


def measure(bench: Bench, orders: int, singles: int) -> dict[str, Result]:
    """Everything, on one database; the bare packages print the same orders."""
    database = bench.fresh_database()
    found = {}
    for module, what, count in (
        ("invoice_run", "load", orders + singles + 2),
        ("invoice_run", "ours", orders),
        ("invoice_run", "plain", orders),
        ("invoice_single", "printing", singles),
        ("invoice_single", "word", singles),
        ("invoice_single", "typst", singles),
    ):
        found[what] = bench.run(f"bench.{module}", what, str(count), database=database)
        print(what, json.dumps(found[what]), file=sys.stderr)
    return found


def table(orders: int, found: dict[str, Result]) -> str:
    """The Markdown table of docs/benchmarks.md."""
    ours, plain, one, word, typst = (
        found[name] for name in ("ours", "plain", "printing", "word", "typst")
    )
    first = f"{orders:,} orders, for the first time"
    rows = [
        (first, "time / plain WeasyPrint", "≤ 0.55", _ratio(ours, plain, "seconds")),
        (first, "CPU on two cores, each / plain WeasyPrint", "≤ 0.55", _cpu_ratio(ours, plain)),
        (first, "peak memory of all processes", "< 500 MiB", f"{ours['memory']:.0f} MiB"),
        (first, "until progress is seen", "< 1 s", f"{ours['first_progress']:.2f} s"),
        (first, "statements for each order", "", f"{ours['statements'] / orders:.1f}"),
        (f"the same {orders:,} again", "time", "< 1 s", f"{ours['again']:.2f} s"),
        ("one, Print Invoice(s) to PDF", "time / WeasyPrint", "≤ 1.3", _single(one)),
        ("one, Word to PDF", "time / docxtpl + dxpdf", "≤ 1.2", _single(word)),
        ("one, by the Typst plugin", "time / Typst", "", _single(typst)),
    ]
    head = "| what | measured | target | figure |\n| --- | --- | --- | --- |\n"
    return (
        f"{orders:,} mixed orders; HarfBuzz's subsetter {_found()}; {machine()}.\n\n{head}"
        + "\n".join(f"| {' | '.join(row)} |" for row in rows)
    )


def _ratio(ours: Result, floor: Result, name: str) -> str:
    return f"{ours[name] / floor[name]:.2f} ({ours[name]:.1f} s / {floor[name]:.1f} s)"


def _cpu_ratio(ours: Result, plain: Result) -> str:
    each = ours["cpu"] / 2
    return f"{each / plain['cpu']:.2f} ({each:.1f} s / {plain['cpu']:.1f} s)"


def _single(found: Result) -> str:
    ours, bare = found["ours"] * 1000, found["bare"] * 1000
    return f"{ours / bare:.2f} ({ours:.0f} ms / {bare:.0f} ms)"


def _found() -> str:
    return "found" if subsets_quickly() else "missing (install libharfbuzz-subset0)"


def main() -> None:
    """Measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--quick", action="store_true", help="100 orders")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    orders = 100 if options.quick else options.orders
    print(f"WeasyPrint's libharfbuzz-subset: {_found()}.", file=sys.stderr)
    with a_bench() as bench:
        found = measure(bench, orders, SINGLES // 3 if options.quick else SINGLES)
    text = table(orders, found)
    print(text)
    if options.write:
        write_down("invoices", text)


if __name__ == "__main__":
    main()
