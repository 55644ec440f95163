"""Django admin of the tables behind Company Settings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from settings.forms.same_store import TYPE_THE_KEY_AGAIN, needs_key_again
from settings.models import (
    Company,
    Membership,
    StatusUploads,
    StoreConnection,
    WebsiteOptions,
    WebsiteStatus,
)


class NeverDeleted(admin.ModelAdmin[Any]):
    """Rows that others hang on: they are switched off, not deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OnlyRead(NeverDeleted):
    """Rows that only the application writes: a change would say what never happened."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ConnectionForm(forms.ModelForm[StoreConnection]):
    """The API key can be written and never read."""

    new_api_key = forms.CharField(
        label="New API Password",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the saved one.",
    )

    class Meta:
        model = StoreConnection
        fields = [
            "company",
            "store_type",
            "plugin",
            "store_url",
            "website_order_view_url",
            "api_email",
            "addressing",
            "scope_company_id",
            "vat_number_field",
            "language",
            "parallel_requests",
            "minutes_between_runs",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = str(self.data.get(self.add_prefix("store_url"), ""))
        self._needs_key = self.is_bound and needs_key_again(self.instance, sent.strip())

    def clean_new_api_key(self) -> str:
        typed = str(self.cleaned_data["new_api_key"])
        if self._needs_key and not typed:
            raise forms.ValidationError(TYPE_THE_KEY_AGAIN)
        return typed

    def save(self, commit: bool = True) -> StoreConnection:
        if self.cleaned_data.get("new_api_key"):
            self.instance.api_key = self.cleaned_data["new_api_key"]
            self.instance.api_key_saved_at = timezone.now()
        return super().save(commit)


class MembershipInline(admin.TabularInline[Membership, Company]):
    """Who works for the company."""

    model = Membership
    autocomplete_fields = ["user"]
    filter_horizontal = ["roles"]
    extra = 0


class WebsiteStatusInline(admin.TabularInline[WebsiteStatus, StoreConnection]):
    """The store's order statuses."""

    model = WebsiteStatus
    extra = 0


@admin.register(Company)
class CompanyAdmin(NeverDeleted):
    list_display = ["name", "currency", "time_zone", "country", "is_active"]
    list_filter = ["is_active", "currency"]
    search_fields = ["name", "email"]
    inlines = [MembershipInline]


@admin.register(StoreConnection)
class StoreConnectionAdmin(NeverDeleted):
    form = ConnectionForm
    list_display = ["company", "plugin", "store_url", "minutes_between_runs", "api_key_saved_at"]
    list_filter = ["store_type", "plugin"]
    search_fields = ["company__name", "store_url", "api_email"]
    list_select_related = ["company"]
    inlines = [WebsiteStatusInline]


@admin.register(WebsiteOptions)
class WebsiteOptionsAdmin(NeverDeleted):
    list_display = [
        "company",
        "allow_order_download",
        "allow_tracking_upload",
        "allow_download_shipped_orders",
        "allow_unpaid_orders",
        "allow_shipping_unpaid_orders",
        "follow_cancellations",
        "order_download_limit_date",
    ]
    list_filter = ["allow_order_download", "allow_tracking_upload"]
    search_fields = ["company__name"]
    list_select_related = ["company"]


@admin.register(StatusUploads)
class StatusUploadsAdmin(NeverDeleted):
    list_display = ["connection", "on_shipped", "on_cancel", "on_full_refund", "on_partial_refund"]
    search_fields = ["connection__company__name"]
    list_select_related = ["connection__company"]
