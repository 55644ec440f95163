"""What kinds of job there are: each is declared once, in the `job_kinds` module of its app."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The queues that workers serve; a machine may serve one, some or all of them.
DEFAULT, IMPORT, OUTGOING, DOCUMENTS = "default", "import", "outgoing", "documents"
QUEUES = (DEFAULT, IMPORT, OUTGOING, DOCUMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """A kind of job: what staff call it, the dotted path of its function, words for its counts.

    `name` is what the rows of jobs hold; it stays, whatever the function is called or moves to.
    `run` is a path and no function, so that whoever submits a job need not import what does it.
    `right` is the right at the company that starting, cancelling and repeating it takes, and
    `result_right` the one that reading its result takes. `result_page` names the URL, with the job
    as its argument, that shows the result.
    `queue` says which workers do it: one of `QUEUES`.
    A kind that `goes_on` takes up, when it is run again, only what the job before left undone: its
    parameter `rest_of` is the id of that job.
    """

    name: str
    label: str
    right: str = ""
    run: str = ""
    result_right: str = ""
    result_page: str = ""
    goes_on: bool = False
    queue: str = DEFAULT
    counts: Mapping[str, str] = field(default_factory=dict)


_KINDS: dict[str, JobKind] = {}


def declare(kind: JobKind) -> JobKind:
    """Make `kind` known. Raises ValueError when its name is taken."""
    if kind.name in _KINDS:
        raise ValueError(f"Two kinds of job are called {kind.name}.")
    _KINDS[kind.name] = kind
    return kind


def all_kinds() -> list[JobKind]:
    """All kinds of job, in the order in which the apps declare them."""
    return list(_KINDS.values())


def kind_of(name: str) -> JobKind:
    """The kind called `name`; one that is no longer installed has only its name."""
    return _KINDS.get(name) or JobKind(name=name, label=name)
