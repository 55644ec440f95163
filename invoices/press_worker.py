"""A process of the press: reads tasks from its pipe, draws them, answers. Knows no Django."""

import gc
import resource
import sys
import warnings
from multiprocessing.connection import Connection

import msgspec
from PIL import Image

from invoices.press import Answer
from invoices.renderers.drawing import draw
from invoices.renderers.task import CannotDraw, Task

_MEGABYTE = 1024 * 1024
MOST_MEMORY = 700 * _MEGABYTE
LARGEST_FILE = 50 * _MEGABYTE
MOST_PIXELS = 40_000_000


def main() -> None:
    """Serve the pipe whose number is the only argument, until its other end is closed."""
    _limit()
    pipe = Connection(int(sys.argv[1]))
    # What is loaded now stays: the collector need not look at it again with every document.
    gc.collect()
    gc.freeze()
    while True:
        try:
            request = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(msgspec.msgpack.encode(_answer(request)))


def _answer(request: bytes) -> Answer:
    task = msgspec.msgpack.decode(request, type=Task)
    try:
        drawn = draw(task)
    except CannotDraw as reason:
        return Answer(failure=str(reason))
    except MemoryError:
        return Answer(failure="It needs more memory than a document may use.")
    except RecursionError:
        return Answer(failure="It is nested too deeply.")
    except Exception as error:  # noqa: BLE001  # the press goes on; the sentence tells staff
        return Answer(failure=f"It could not be drawn: {type(error).__name__}: {error}")
    return Answer(pdf=drawn.pdf, remark=drawn.remark)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


if __name__ == "__main__":
    main()
