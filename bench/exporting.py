"""Exports and bulk actions of a desk of many orders: time, and memory that does not grow."""

import argparse

from bench.harness import Result, a_bench, machine, write_down


def line(name: str, figures: Result) -> str:
    """A row of the table."""
    rate, size = figures["rows"] / figures["seconds"], figures["bytes"] / 2**20
    return (
        f"| {name} | {figures['rows']:,} | {figures['seconds']:.0f} s | {rate:,.0f} | "
        f"{f'{size:,.0f} MiB' if size else ''} | {figures['memory']:.0f} MiB |"
    )


def main() -> None:
    """Load, measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    cases = [
        ("CSV, all columns", "csv", options.orders // 50),
        ("CSV, all columns", "csv", options.orders),
        ("XLSX, all columns", "xlsx", options.orders // 50),
        ("XLSX, all columns", "xlsx", options.orders),
        ("Add Internal Notes", "bulk_orders", options.orders // 200),
    ]
    text = [
        "| measured | rows | time | rows a second | file | highest memory |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with a_bench() as bench:
        database = bench.fresh_database()
        bench.run("bench.desk_data", str(options.orders), database=database)
        for name, kind, orders in cases:
            figures = bench.run("bench.exporting_run", kind, str(orders), database=database)
            text.append(line(name, figures))
            print(text[-1], flush=True)
    table = "\n".join([f"{options.orders:,} orders in the database; {machine()}.", "", *text])
    if options.write:
        write_down("exporting", table)


if __name__ == "__main__":
    main()
