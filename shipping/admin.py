"""Django admin of carriers and services."""

from django.contrib import admin

from settings.admin import NeverDeleted
from shipping.models import Carrier, ShippingService


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
