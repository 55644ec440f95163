"""bin/bench mapping: the shipping method mapping's page, against Django's own formset."""

import argparse
import json
import sys

from bench.harness import Result, a_bench, machine, write_down


def table(rows: int, ours: Result, formset: Result) -> str:
    """The Markdown table of docs/benchmarks.md."""
    lines = ["| measured | target | ours | formset / ours |", "| --- | --- | --- | --- |"]
    for what, label in (
        ("read", "page, to read"),
        ("edit", "page, to edit"),
        ("save_one", "save, one row changed"),
        ("save_all", "save, every row changed"),
        ("preview", "preview"),
    ):
        peer = f"{formset[what] / ours[what]:.1f}" if what in formset else ""
        lines.append(f"| {label} | < 1 s | {ours[what]:.2f} s | {peer} |")
    statements = ours["statements"]
    lines.append(f"| statements of a save, 2 rows and {rows:,} | equal | {statements} | |")
    return f"{rows:,} rows; {machine()}.\n\n" + "\n".join(lines)


def main() -> None:
    """Measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with a_bench() as bench:
        rows = str(options.rows)
        ours = bench.run("bench.mapping_pages", "ours", rows, database=bench.fresh_database())
        peer = bench.run("bench.mapping_pages", "formset", rows, database=bench.fresh_database())
    print(json.dumps([ours, peer], indent=1), file=sys.stderr)
    text = table(options.rows, ours, peer)
    print(text)
    if options.write:
        write_down("mapping", text)


if __name__ == "__main__":
    main()
