"""Django admin of the hall: reasons are edited, what was done with orders is only read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from orders.models import (
    OrderActionRequest,
    Reason,
    Refund,
    RefundLine,
    Rma,
    RmaLine,
    Tag,
)
from settings.admin import OnlyRead


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin[Reason]):
    """A company's own lists; the usual reasons serve while it has none."""

    list_display = ["name", "company", "kind", "position", "is_hidden"]
    list_editable = ["position", "is_hidden"]
    list_filter = ["company", "kind", "is_hidden"]
    list_select_related = ["company"]
    search_fields = ["name", "company__name"]
    autocomplete_fields = ["company"]


class OnlyShown(admin.TabularInline[Any, Any]):
    """Rows below the one they belong to."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RefundLineInline(OnlyShown):
    model = RefundLine


class RmaLineInline(OnlyShown):
    model = RmaLine


@admin.register(Refund)
class RefundAdmin(OnlyRead):
    """Refunds with their lines; Cancel/Issue Refund makes them."""

    list_display = ["id", "order", "reason", "total", "is_local_only", "website_status", "by", "at"]
    list_filter = ["order__company", "is_local_only"]
    list_select_related = ["order", "by"]
    search_fields = ["order__store_order_id", "reason"]
    inlines = [RefundLineInline]


@admin.register(OrderActionRequest)
class OrderActionRequestAdmin(OnlyRead):
    """Refunds above somebody's limit; decided under Order Action Request."""

    list_display = ["id", "order", "total", "state", "requested_by", "requested_at", "decided_by"]
    list_filter = ["state", "order__company"]
    list_select_related = ["order", "requested_by", "decided_by"]
    search_fields = ["order__store_order_id", "requested_by__username"]


@admin.register(Rma)
class RmaAdmin(OnlyRead):
    """RMAs with their items; Create RMA makes them."""

    list_display = ["id", "order", "status", "approval", "received", "by", "created_at"]
    list_filter = ["status", "approval", "received", "order__company"]
    list_select_related = ["order", "by"]
    search_fields = ["=id", "order__store_order_id", "order__customer_email"]
    inlines = [RmaLineInline]


@admin.register(RmaLine)
class RmaLineAdmin(OnlyRead):
    """Items of RMAs in one list, for searching by SKU."""

    list_display = ["rma", "line", "quantity", "reason", "received_quantity", "resolution"]
    list_filter = ["resolution", "rma__order__company"]
    list_select_related = ["rma", "line"]
    search_fields = ["line__sku", "line__name", "reason"]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """A company's tags: names and colours. Deleting one takes it off all orders."""

    list_display = ["name", "company", "colour"]
    list_editable = ["colour"]
    list_filter = ["company"]
    list_select_related = ["company"]
    search_fields = ["name", "company__name"]
    autocomplete_fields = ["company"]
