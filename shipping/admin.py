"""Django admin of carriers, services and mappings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.people import signed_in
from settings.admin import NeverDeleted
from settings.models import Company
from shipping.models import (
    Carrier,
    MethodMapping,
    ShippingDefaults,
    ShippingService,
    WebsiteMethod,
)
from shipping.save_mapping import note_change


class ServiceInline(admin.TabularInline[ShippingService, Carrier]):
    """A carrier's services; switched off, not deleted, since orders point at them."""

    model = ShippingService
    extra = 1
    can_delete = False


@admin.register(Carrier)
class CarrierAdmin(NeverDeleted):
    """Carriers with their services."""

    list_display = ["name", "code", "store_code", "tracking_url", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "code", "services__name", "services__code"]
    inlines = [ServiceInline]


@admin.register(ShippingService)
class ShippingServiceAdmin(NeverDeleted):
    """All services in one list, for searching by shipping code."""

    list_display = ["code", "carrier", "name", "is_international", "is_active"]
    list_filter = ["carrier", "is_international", "is_active"]
    list_select_related = ["carrier"]
    search_fields = ["code", "name", "carrier__name"]


@admin.register(MethodMapping)
class MethodMappingAdmin(admin.ModelAdmin[MethodMapping]):
    """Mappings of all companies. Whoever edits one on the company's page meanwhile is told."""

    list_display = ["name", "company", "service", "is_rush", "store_shipping_id", "renamed_to"]
    list_filter = ["company", "is_rush", "service__carrier"]
    list_select_related = ["company", "service__carrier"]
    search_fields = ["name", "service__code", "service__name", "store_shipping_id"]
    autocomplete_fields = ["company", "service"]

    def save_model(self, request: HttpRequest, obj: MethodMapping, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note_change(obj.company, signed_in(request))

    def delete_model(self, request: HttpRequest, obj: MethodMapping) -> None:
        super().delete_model(request, obj)
        note_change(obj.company, signed_in(request))

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[MethodMapping]") -> None:
        companies = list(Company.objects.filter(pk__in=queryset.values("company")))
        super().delete_queryset(request, queryset)
        for company in companies:
            note_change(company, signed_in(request))


@admin.register(ShippingDefaults)
class ShippingDefaultsAdmin(NeverDeleted):
    """The company defaults."""

    list_display = ["company", *ShippingDefaults.SERVICES]
    list_select_related = ["company", *(f"{name}__carrier" for name in ShippingDefaults.SERVICES)]
    search_fields = ["company__name"]
    autocomplete_fields = ["company", *ShippingDefaults.SERVICES]

    def save_model(
        self, request: HttpRequest, obj: ShippingDefaults, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        note_change(obj.company, signed_in(request))


@admin.register(WebsiteMethod)
class WebsiteMethodAdmin(NeverDeleted):
    """What the stores list; read from them, so there is nothing to change."""

    list_display = ["name", "company", "store_shipping_id", "is_active", "read_at"]
    list_filter = ["company", "is_active"]
    list_select_related = ["company"]
    search_fields = ["name", "store_shipping_id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
