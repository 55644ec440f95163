"""What a store's release can do, remembered for a day."""

from datetime import timedelta

from django.utils import timezone

from orders.models import ImportCursor
from stores.port import Store, StoreAbilities

# A store may be updated to a release that can do more. Asking at every run would cost a request.
ABILITIES_HOLD = timedelta(days=1)


def abilities_of(
    store: Store, cursor: ImportCursor, *, is_same_store: bool = True
) -> StoreAbilities:
    """What the store can do, as `cursor` remembers it, or else as the store says now."""
    now = timezone.now()
    if is_same_store and cursor.probed_at is not None and cursor.probed_at > now - ABILITIES_HOLD:
        return StoreAbilities(
            finds_changed_orders=bool(cursor.finds_changed_orders),
            lists_whole_orders=bool(cursor.lists_whole_orders),
        )
    cursor.probed_at = now
    return store.abilities()
