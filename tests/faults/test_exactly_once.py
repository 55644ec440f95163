"""The test of truth, in small: `bin/bench faults` runs it with thousands of parcels.

Two real workers, two web processes with people at them, beats, a broker and PostgreSQL of its own;
every fault of the sandbox store by chance; workers and webs killed, the broker emptied, PostgreSQL
restarted. Each parcel must be told exactly once, and nobody may find a page broken.
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
        [sys.executable, "-m", "bench.faults", "--packages", "50", "--seed", "3", "--webs", "2"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    wrong = ["lost", "doubled", "mailed_twice", "orphans", "not_finished", "wrongly_noted"]
    wrong += ["statuses_wrong", "pages_broken"]
    assert {name: report[name] for name in wrong} == dict.fromkeys(wrong, 0), report
    assert report["packages"] >= 50
    assert (report["workers"], report["webs"], report["kills"] >= 1) == (2, 2, True)
    assert report["pages"] >= 10
    assert report["faults"] >= 10
