"""A PDF worker: reads tasks from its pipe, draws them, answers. Knows no Django."""

import gc
import resource
import sys
import warnings
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from PIL import Image

from invoices.drawing.pdf_workers import WorkerAnswer, outcome_of
from invoices.drawing.renderers.paper import MOST_PIXELS
from invoices.drawing.renderers.task import DrawingFailure, DrawingTask

_MEGABYTE = 1024 * 1024
MOST_MEMORY = 700 * _MEGABYTE
# dxpdf keeps some of the memory of each document. Who has come so far ends before it is too little.
GROWN = MOST_MEMORY // 2
LARGEST_FILE = 50 * _MEGABYTE


def main() -> None:
    """Serve the pipe whose number is the only argument, until its other end is closed."""
    _limit()
    pipe = Connection(int(sys.argv[1]))
    # What is loaded now stays: the collector need not look at it again with every document.
    gc.collect()
    gc.freeze()
    # Laying out makes many objects and little garbage: looking for it so often costs a sixth.
    gc.set_threshold(50_000)
    while True:
        try:
            request = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(msgspec.msgpack.encode(_answer(request)))


def _answer(request: bytes) -> WorkerAnswer:
    outcome = outcome_of(msgspec.msgpack.decode(request, type=DrawingTask))
    if isinstance(outcome, DrawingFailure):
        return WorkerAnswer(failure=outcome.sentence)
    return WorkerAnswer(pdf=outcome.pdf, remark=outcome.remark, has_grown=_memory_held() > GROWN)


def _memory_held() -> int:
    """The bytes that `MOST_MEMORY` limits, as Linux counts them; 0 elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except FileNotFoundError:
        return 0
    return pages * resource.getpagesize()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


if __name__ == "__main__":
    main()
