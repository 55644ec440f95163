"""bin/bench tracking-file: a tracking file of 50,000 lines, looked through and imported."""

import argparse

from bench.harness import Result, a_bench, machine, write_down
from bench.tracking import a_store, fill


def table(lines: int, found: Result) -> str:
    """The Markdown table."""
    rows = [
        f"{lines:,} lines; {machine()}.",
        "",
        "| measured | time | lines a second | statements a line | time / floor |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, key in (("upload", "upload"), ("preview", "check"), ("import", "ship")):
        part = found[key]
        times = f"{part['seconds'] / found['floor']:.1f}" if key == "ship" else ""
        rows.append(
            f"| {name} | {part['seconds']:.1f} s | {lines / part['seconds']:,.0f} | "
            f"{part['statements'] / lines:.3f} | {times} |"
        )
    rows += [f"| floor | {found['floor']:.1f} s | {lines / found['floor']:,.0f} | | 1 |", ""]
    rows.append(f"Highest memory of the process: {found['memory']:.0f} MiB.")
    return "\n".join(rows)


def main() -> None:
    """Measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with a_bench() as bench, a_store(0, 0, 0) as url:
        fill(url, 1)
        arguments = ("bench.tracking_lines", url, str(options.lines))
        found = bench.run(*arguments, database=bench.fresh_database())
    text = table(options.lines, found)
    print(text)
    if options.write:
        write_down("tracking-file", text)


if __name__ == "__main__":
    main()
