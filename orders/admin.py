"""Django admin of the reasons that staff choose from."""

from django.contrib import admin

from orders.models import Reason


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin[Reason]):
    """A company's own lists; the usual reasons serve while it has none."""

    list_display = ["name", "company", "kind", "position", "is_hidden"]
    list_editable = ["position", "is_hidden"]
    list_filter = ["company", "kind", "is_hidden"]
    list_select_related = ["company"]
    search_fields = ["name", "company__name"]
    autocomplete_fields = ["company"]
