"""How releases of CS-Cart differ, as far as a connector can notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One release's behaviour; each field is a row of the differences between releases."""

    name: str
    multivendor: bool = False
    filters_updated_at: bool = True
    has_get_orders_data: bool = True
    list_has_storefront_id: bool = True
    shipment_obeys_notify_user: bool = True
    names_missing_tracking: bool = True
    shipment_put_by_key_list: bool = True
    statuses_have_notify: bool = False
    statuses_have_payment_received: bool = True
    method_override: bool = True
    errors_have_lists: bool = True
    has_zapier: bool = True
    has_versions: bool = True
    carriers: tuple[str, ...] = ()


_OLD_CARRIERS = ("aup", "can", "dhl", "fedex", "swisspost", "temando", "ups", "usps")

PROFILES = {
    "4.10": Profile(
        name="4.10",
        filters_updated_at=False,
        has_get_orders_data=False,
        list_has_storefront_id=False,
        shipment_obeys_notify_user=False,
        names_missing_tracking=False,
        shipment_put_by_key_list=False,
        statuses_have_notify=True,
        statuses_have_payment_received=False,
        method_override=False,
        errors_have_lists=False,
        has_zapier=False,
        has_versions=False,
        carriers=_OLD_CARRIERS,
    ),
    "4.13-mv": Profile(
        name="4.13-mv",
        multivendor=True,
        list_has_storefront_id=False,
        shipment_obeys_notify_user=False,
        names_missing_tracking=False,
        shipment_put_by_key_list=False,
        statuses_have_notify=True,
        method_override=False,
        has_zapier=False,
        has_versions=False,
        carriers=_OLD_CARRIERS,
    ),
    "4.18": Profile(
        name="4.18",
        list_has_storefront_id=False,
        shipment_obeys_notify_user=False,
        has_versions=False,
        carriers=("aup", "can", "dhl", "fedex", "swisspost", "ups", "upsdeprecated", "usps"),
    ),
    "4.20": Profile(
        name="4.20",
        carriers=("aup", "can", "dhl", "fedexrest", "swisspost", "ups", "uspsv2", "usps"),
    ),
}
