"""The test of truth, in small: `bin/bench faults` runs it with thousands of parcels.

Real workers, beats, broker and PostgreSQL of its own; every fault of the sandbox store by chance;
workers killed, the broker emptied, PostgreSQL restarted. Each parcel must be told exactly once.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent.parent


@pytest.mark.xdist_group("faults")
def test_each_parcel_is_told_exactly_once_whatever_breaks():
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", "--packages", "50", "--seed", "3"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    wrong = ("lost", "doubled", "mailed_twice", "orphans", "not_settled", "wrongly_noted")
    assert {name: report[name] for name in wrong} == dict.fromkeys(wrong, 0), report
    assert report["statuses_wrong"] == 0, report
    assert report["packages"] >= 50
    assert report["kills"] >= 1
    assert report["faults"] >= 10
