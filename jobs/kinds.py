"""What kinds of job there are, as the project setting JOB_KINDS names them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings as django_settings

# The queues that workers serve; a machine may serve one, some or all of them.
DEFAULT, IMPORT, OUTGOING, DOCUMENTS = "default", "import", "outgoing", "documents"
QUEUES = (DEFAULT, IMPORT, OUTGOING, DOCUMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """A kind of job: what staff call it, the dotted path of its function, words for its counts.

    `right` is the right at the company that starting, cancelling and repeating it takes, and
    `result_right` the one that reading its result takes. `result_page` names the URL, with the job
    as its argument, that shows the result.
    `queue` says which workers do it: one of `QUEUES`.
    A kind that `goes_on` takes up, when it is run again, only what the job before left undone: its
    parameter `rest_of` is the id of that job.
    """

    label: str
    right: str = ""
    run: str = ""
    result_right: str = ""
    result_page: str = ""
    goes_on: bool = False
    queue: str = DEFAULT
    counts: Mapping[str, str] = field(default_factory=dict)


def kind_of(name: str) -> JobKind:
    """The kind called `name`; one that is no longer installed has only its name."""
    kinds: Mapping[str, dict[str, object]] = django_settings.JOB_KINDS
    if name not in kinds:
        return JobKind(label=name)
    return JobKind(**kinds[name])  # type: ignore[arg-type]  # settings are checked at start-up
