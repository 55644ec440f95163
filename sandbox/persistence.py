"""The store's memory on disk: a snapshot shortly after each change, replaced in one step."""

import json
import os
import sys
import threading
from pathlib import Path

from sandbox.state import StoreState

SECONDS_BETWEEN_SNAPSHOTS = 1.0


class Snapshots:
    """Keeps `state` in a file of `folder`. A file that cannot be read is set aside, not deleted."""

    def __init__(self, state: StoreState, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._state = state
        self._file = folder / "store.json"
        self._saved_changes = -1
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep_saving, daemon=True)

    def load(self) -> bool:
        """Take the state back from disk; False when there is none to take."""
        try:
            document = json.loads(self._file.read_text())
            self._state.restore(document)
        except FileNotFoundError:
            return False
        except (ValueError, AttributeError, TypeError) as error:
            aside = self._file.with_suffix(".unreadable")
            self._file.replace(aside)
            print(f"{self._file} cannot be read ({error}); starting afresh, it is kept as {aside}.",
                  file=sys.stderr, flush=True)  # fmt: skip
            return False
        return True

    def start(self) -> None:
        """Save after every change from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Save a last time."""
        self._stopped.set()
        self._thread.join()
        self._save()

    def _keep_saving(self) -> None:
        while not self._stopped.wait(SECONDS_BETWEEN_SNAPSHOTS):
            self._save()

    def _save(self) -> None:
        with self._state.lock:
            if self._state.changes == self._saved_changes:
                return
            self._saved_changes = self._state.changes
            text = json.dumps(self._state.as_document())
        temporary = self._file.with_suffix(".writing")
        temporary.write_text(text)
        os.replace(temporary, self._file)
