"""How a write at the store may end, and what the bell shows of it."""

from notices.models import Notice
from stores.errors import StoreUnavailable
from tests.fakes import WriteEnd

LOST_AFTER_WRITE = WriteEnd(
    error=StoreUnavailable("It broke off.", may_have_happened=True), is_done=True
)
LOST_BEFORE_WRITE = WriteEnd(
    error=StoreUnavailable("It broke off.", may_have_happened=True), is_done=False
)
DOWN = WriteEnd(error=StoreUnavailable("The store cannot be reached."), is_done=False)


def open_notices(warehouse) -> set[str]:
    return set(
        Notice.objects.open().filter(company=warehouse.company).values_list("kind", flat=True)
    )
