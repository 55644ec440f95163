"""The pre-commit configuration is right in form and runs what bin/check runs."""

import os
from pathlib import Path

from pre_commit.clientlib import load_config

CHECKOUT = Path(__file__).resolve().parents[2]


def test_it_runs_what_check_runs():
    config = load_config(CHECKOUT / ".pre-commit-config.yaml")
    (local,) = config["repos"]
    entries = {hook["id"]: hook["entry"] for hook in local["hooks"]}
    assert entries["check"] == "bin/check"
    assert os.access(CHECKOUT / entries["check"], os.X_OK)
