"""PDF workers: processes of their own that draw documents, several at a time.

What staff or others wrote (templates, Word files, plugins) runs there alone: without our
environment, with limited memory, and killed when it takes too long. Celery's workers may not have
children of `multiprocessing`, so these are plain processes with a pipe each.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

import msgspec

from invoices.drawing.renderers.draw import draw, is_trusted
from invoices.drawing.renderers.task import CannotDraw, DrawingFailure, DrawingTask, DrawnPdf

K = TypeVar("K")

HOME = Path(__file__).resolve().parents[2]
SECONDS_FOR_ONE = 20.0
# A process that has drawn so many documents gives its memory back by ending.
DOCUMENTS_PER_PROCESS = 400
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_FILE")
# WeasyPrint copies whole fonts, of CJK some 20 MB each, for every document. Left to itself glibc
# keeps such blocks after the first; a fixed threshold gives them back, 50 MB for each process.
_MEMORY_GIVEN_BACK = {"MALLOC_TRIM_THRESHOLD_": "131072"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerAnswer:
    """What comes back from a process: a PDF with a remark, or why there is none.

    `has_grown`: the process holds so much memory that the next document should have another one.
    """

    pdf: bytes = b""
    remark: str = ""
    failure: str = ""
    has_grown: bool = False


@dataclass(slots=True)
class _WorkerProcess(Generic[K]):
    process: "subprocess.Popen[bytes]"
    pipe: Connection
    key: K
    until: float
    drawn: int = 0

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.wait()


class PdfWorkers(Generic[K]):
    """Draws tasks in `worker_count` processes; a context manager that ends them."""

    def __init__(self, worker_count: int, *, seconds: float = SECONDS_FOR_ONE) -> None:
        self._most, self._seconds = worker_count, seconds
        self._idle: list[_WorkerProcess[K]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        while self._idle:
            self._idle.pop().stop()

    def draw_all(
        self, tasks: Iterable[tuple[K, DrawingTask]]
    ) -> Iterator[tuple[K, DrawnPdf | DrawingFailure]]:
        """Each task's outcome under its key, in the order in which they end."""
        waiting, ready = iter(tasks), deque[tuple[K, DrawingTask]]()
        busy, ended = list[_WorkerProcess[K]](), list[tuple[K, DrawnPdf | DrawingFailure]]()
        ready.extend(islice(waiting, self._most + 1))
        try:
            while True:
                is_cold = not busy and not self._idle
                while ready and len(busy) < self._most:
                    busy.append(self._begin(*ready.popleft()))
                if is_cold and ready and is_trusted(ready[0][1]):
                    # The processes take most of a second to start: one is drawn here meanwhile.
                    key, task = ready.popleft()
                    ended.append((key, outcome_of(task)))
                # While the processes draw, what they drew before is taken away, and what comes next
                # is made ready.
                yield from ended
                ready.extend(islice(waiting, self._most - len(ready)))
                if not busy:
                    return
                ended = list(self._ended(busy))
        finally:
            for worker in busy:
                worker.stop()

    def _begin(self, key: K, task: DrawingTask) -> _WorkerProcess[K]:
        until = time.monotonic() + self._seconds
        if self._idle:
            worker = self._idle.pop()
            worker.key, worker.until = key, until
        else:
            worker = _WorkerProcess(*_start(), key, until)
        with suppress(OSError):  # it died between two tasks: the answer will say so
            worker.pipe.send_bytes(msgspec.msgpack.encode(task))
        return worker

    def _ended(
        self, busy: "list[_WorkerProcess[K]]"
    ) -> Iterator[tuple[K, DrawnPdf | DrawingFailure]]:
        first = min(worker.until for worker in busy)
        ready = wait([worker.pipe for worker in busy], max(0.0, first - time.monotonic()))
        for worker in [w for w in busy if w.pipe in ready or w.until <= time.monotonic()]:
            busy.remove(worker)
            yield worker.key, self._answer(worker, worker.pipe in ready)

    def _answer(self, worker: _WorkerProcess[K], has_answered: bool) -> DrawnPdf | DrawingFailure:
        if not has_answered:
            worker.stop()
            return DrawingFailure(sentence=f"It took longer than {self._seconds:.0f} seconds.")
        try:
            answer = msgspec.msgpack.decode(worker.pipe.recv_bytes(), type=WorkerAnswer)
        except (EOFError, OSError):
            worker.stop()
            return DrawingFailure(sentence="It used more memory than a document may, or crashed.")
        worker.drawn += 1
        if answer.failure or answer.has_grown or worker.drawn >= DOCUMENTS_PER_PROCESS:
            worker.stop()
        else:
            self._idle.append(worker)
        if answer.failure:
            return DrawingFailure(sentence=answer.failure)
        return DrawnPdf(pdf=answer.pdf, remark=answer.remark)


def outcome_of(task: DrawingTask) -> DrawnPdf | DrawingFailure:
    """The task's document, drawn in this process; a sentence whatever goes wrong."""
    try:
        return draw(task)
    except CannotDraw as reason:
        return DrawingFailure(sentence=str(reason))
    except MemoryError:
        return DrawingFailure(sentence="It needs more memory than a document may use.")
    except RecursionError:
        return DrawingFailure(sentence="It is nested too deeply.")
    except Exception as error:  # noqa: BLE001  # the others go on; the sentence tells staff
        return DrawingFailure(sentence=f"It could not be drawn: {type(error).__name__}: {error}")


_worker_of_one: "PdfWorkers[int]" = PdfWorkers(1)
_one_at_a_time = threading.Lock()


def draw_one(task: DrawingTask) -> DrawnPdf:
    """The task's document: drawn here when our own code does it, else by a process that is kept.

    Raises `CannotDraw`.
    """
    if is_trusted(task):
        return draw(task)
    with _one_at_a_time:
        ((_, outcome),) = _worker_of_one.draw_all([(0, task)])
    if isinstance(outcome, DrawingFailure):
        raise CannotDraw(outcome.sentence)
    return outcome


def worker_count() -> int:
    """How many processes a big print may use: the processors this one may run on, four at most."""
    return max(1, min(4, len(os.sched_getaffinity(0))))


def _start() -> "tuple[subprocess.Popen[bytes], Connection]":
    ours, theirs = socket.socketpair()
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    with theirs:
        process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            [sys.executable, "-m", "invoices.drawing.pdf_worker_process", str(theirs.fileno())],
            cwd=HOME,
            env={**_MEMORY_GIVEN_BACK, **kept},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
    return process, Connection(ours.detach())
