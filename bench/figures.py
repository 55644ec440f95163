"""Figures of the code itself, of the working tree and of a commit before it: `bin/figures`.

Only the standard library: it runs in any checkout, also one from before this file.
"""

import argparse
import ast
import io
import re
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

CHECKOUT = Path(__file__).resolve().parents[1]
ROOMS = [
    "cscart_connector",
    "operations",
    "records",
    "invoices",
    "orders",
    "shipping",
    "stores",
    "uploads",
    "jobs",
    "notices",
    "settings",
    "core",
]
# Django looks for these names itself; an inner Meta belongs to its class.
NAMED_BY_DJANGO = {"Command", "Migration", "Meta"}
# A capability, and the words by which files and folders of it are known, in any cut of the code.
CAPABILITIES = {
    "importing": r"import|intake|admission|reconcil|silence|left_out|preview|replay",
    "routing": r"routing|shipping_method|rush",
    "costs": r"cost|profit",
    "returns": r"rma|returns|replacement|receipt",
    "refunds": r"refund|cancel",
    "fulfilment": r"fulfil|tracking|parcel|package|ship_items|ship_orders|telling",
    "desk": r"desk|listing|filter|bulk|export|saved_view|overview",
    "details": r"details|timeline|address|payment|notes",
}
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
Figures = dict[str, str]


def python_files(top: Path, folder: str) -> Iterator[tuple[Path, ast.Module]]:
    """The Python files under a folder with their syntax trees, migrations left out."""
    for file in sorted((top / folder).rglob("*.py")):
        if "migrations" not in file.parts:
            yield file, ast.parse(file.read_text())


def duplicated_classes(top: Path = CHECKOUT) -> dict[str, list[str]]:
    """Names of classes that are defined more than once in the rooms, and the files."""
    found = defaultdict(list)
    for room in ROOMS:
        for file, tree in python_files(top, room):
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_DJANGO:
                    found[node.name].append(str(file.relative_to(top)))
    return {name: files for name, files in sorted(found.items()) if len(files) > 1}


def lengths(top: Path) -> tuple[list[int], list[int]]:
    """Lines of each function, and of each file, of the rooms."""
    functions: list[int] = []
    files: list[int] = []
    for room in ROOMS:
        for file, tree in python_files(top, room):
            files.append(len(file.read_text().splitlines()))
            found = (node for node in ast.walk(tree) if isinstance(node, _FUNCTION))
            functions += [(node.end_lineno or node.lineno) - node.lineno + 1 for node in found]
    return functions, files


def spread(lines: list[int], *limits: int) -> str:
    """How many there are, their median and 95th percentile, and the share over each limit."""
    over = ", ".join(
        f"{100 * sum(one > limit for one in lines) / len(lines):.1f}% over {limit}"
        for limit in limits
    )
    p95 = quantiles(lines, n=20)[-1]
    return f"{len(lines)}: median {median(lines):.0f}, p95 {p95:.0f}, {over}"


def template_lines(top: Path) -> list[int]:
    """The length of every line of every template."""
    files = (top / "templates").rglob("*.html")
    return [len(line) for file in files for line in file.read_text().splitlines()]


def folders_of(top: Path, words: str) -> list[str]:
    """The folders in which a capability of the orders lies: code, templates, tests."""
    found = set()
    for file in top.rglob("*.*"):
        parts = file.relative_to(top).parts
        if file.suffix not in (".py", ".html") or {"migrations", "models"} & set(parts):
            continue
        depth = {"orders": 1, "templates": 2, "tests": 2}.get(parts[0], 0)
        inside = "orders" in parts[:depth] and re.search(words, "/".join(parts[depth:]))
        if depth and inside:
            found.add("/".join(parts[: depth + 1] if len(parts) > depth + 1 else parts[:depth]))
    return sorted(found)


def code_lines(folder: Path) -> int:
    """Lines that are not empty, of the Python files under a folder."""
    files = (file for file in folder.rglob("*.py") if "migrations" not in file.parts)
    return sum(bool(line.strip()) for file in files for line in file.read_text().splitlines())


def tested(top: Path) -> Figures:
    """Test lines to lines of code, for each room and each room of the orders."""
    rooms = [room for room in ROOMS if (top / room).is_dir()]
    inner = [f"orders/{one.name}" for one in sorted((top / "orders").iterdir()) if one.is_dir()]
    found = {}
    for room in [*rooms, *inner]:
        code, tests = code_lines(top / room), code_lines(top / "tests" / room)
        if room == "cscart_connector":
            tests += code_lines(top / "tests/cscart") + code_lines(top / "tests/watching")
        if code > 50:
            found[f"test:code {room}"] = f"{tests / code:.2f} ({tests}:{code})"
    every = sum(code_lines(top / room) for room in rooms)
    return {"test:code": f"{code_lines(top / 'tests') / every:.2f}", **found}


def figures(top: Path) -> Figures:
    """All figures of a tree, by name."""
    functions, files = lengths(top)
    templates = template_lines(top)
    twice = duplicated_classes(top)
    capabilities = {name: folders_of(top, words) for name, words in CAPABILITIES.items()}
    return {
        "functions, lines": spread(functions, 25, 50),
        "files, lines": spread(files, 250),
        "class names defined twice": f"{len(twice)} {', '.join(twice)}".strip(),
        "longest template line": str(max(templates)),
        "template lines over 140": str(sum(one > 140 for one in templates)),
        **{
            f"folders with files named after {name}": f"{len(found)}: {', '.join(found)}"
            for name, found in capabilities.items()
        },
        **tested(top),
    }


def figures_of_commit(commit: str) -> Figures:
    """All figures of a commit. Raises CalledProcessError when there is no such commit."""
    command = ["git", "-C", str(CHECKOUT), "archive", commit]
    packed = subprocess.run(command, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(folder, filter="data")
        return figures(Path(folder))


def main() -> None:
    """Print the figures of the working tree, beside those of a commit if one is named."""
    parser = argparse.ArgumentParser(prog="bin/figures", description=__doc__)
    parser.add_argument("commit", nargs="?", help="show this commit before the working tree")
    commit = parser.parse_args().commit
    now = figures(CHECKOUT)
    before = figures_of_commit(commit) if commit else {}
    for name in [*now, *(one for one in before if one not in now)]:
        if commit:
            print(f"{name}\n    {before.get(name, '-')}\n    {now.get(name, '-')}")
        else:
            print(f"{name}: {now[name]}")


if __name__ == "__main__":
    main()
