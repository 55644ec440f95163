"""Django admin of notices: to look up what was wrong when."""

from django.contrib import admin
from django.http import HttpRequest

from notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin[Notice]):
    list_display = ["company", "kind", "urgency", "count", "began_at", "last_seen_at", "ended_at"]
    list_filter = ["kind", "urgency", "company"]
    search_fields = ["message", "company__name"]
    list_select_related = ["company"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False
