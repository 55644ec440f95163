"""Carriers and services that a new installation begins with. Django admin changes and adds to them.

Sources: the carriers' own lists of services and tracking pages. The CS-Cart carrier is the module
name that a store's core knows (releases 4.13 to 4.20); '' where core has none, and the store then
keeps the tracking number without a carrier.
"""

from dataclasses import dataclass

from shipping.method_matching import normal_name
from shipping.models import Carrier, ShippingService

DOMESTIC, INTERNATIONAL = False, True


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A carrier of the catalogue; `services` are (code, name, is international)."""

    code: str
    name: str
    store_code: str
    tracking_url: str
    services: tuple[tuple[str, str, bool], ...]


CATALOGUE = (
    CatalogueEntry(
        "usps",
        "USPS",
        "usps",
        "https://tools.usps.com/go/TrackConfirmAction?tLabels={tracking_number}",
        (
            ("USPS_GROUND_ADVANTAGE", "Ground Advantage", DOMESTIC),
            ("USPS_PRIORITY", "Priority Mail", DOMESTIC),
            ("USPS_PRIORITY_EXPRESS", "Priority Mail Express", DOMESTIC),
            ("USPS_FIRST_CLASS", "First-Class Mail", DOMESTIC),
            ("USPS_MEDIA", "Media Mail", DOMESTIC),
            ("USPS_LIBRARY", "Library Mail", DOMESTIC),
            ("USPS_FIRST_CLASS_INTL", "First-Class Package International", INTERNATIONAL),
            ("USPS_PRIORITY_INTL", "Priority Mail International", INTERNATIONAL),
            ("USPS_EXPRESS_INTL", "Priority Mail Express International", INTERNATIONAL),
            ("USPS_GXG", "Global Express Guaranteed", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "ups",
        "UPS",
        "ups",
        "https://www.ups.com/track?tracknum={tracking_number}",
        (
            ("UPS_GROUND", "Ground", DOMESTIC),
            ("UPS_GROUND_SAVER", "Ground Saver", DOMESTIC),
            ("UPS_3DAY", "3 Day Select", DOMESTIC),
            ("UPS_2DAY", "2nd Day Air", DOMESTIC),
            ("UPS_2DAY_AM", "2nd Day Air A.M.", DOMESTIC),
            ("UPS_NEXT_DAY_SAVER", "Next Day Air Saver", DOMESTIC),
            ("UPS_NEXT_DAY", "Next Day Air", DOMESTIC),
            ("UPS_NEXT_DAY_EARLY", "Next Day Air Early", DOMESTIC),
            ("UPS_STANDARD", "Standard", INTERNATIONAL),
            ("UPS_EXPEDITED", "Worldwide Expedited", INTERNATIONAL),
            ("UPS_SAVER", "Worldwide Saver", INTERNATIONAL),
            ("UPS_EXPRESS", "Worldwide Express", INTERNATIONAL),
            ("UPS_EXPRESS_PLUS", "Worldwide Express Plus", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "fedex",
        "FedEx",
        "fedex",
        "https://www.fedex.com/fedextrack/?trknbr={tracking_number}",
        (
            ("FEDEX_GROUND", "Ground", DOMESTIC),
            ("FEDEX_HOME_DELIVERY", "Home Delivery", DOMESTIC),
            ("FEDEX_GROUND_ECONOMY", "Ground Economy", DOMESTIC),
            ("FEDEX_EXPRESS_SAVER", "Express Saver", DOMESTIC),
            ("FEDEX_2DAY", "2Day", DOMESTIC),
            ("FEDEX_2DAY_AM", "2Day A.M.", DOMESTIC),
            ("FEDEX_STANDARD_OVERNIGHT", "Standard Overnight", DOMESTIC),
            ("FEDEX_PRIORITY_OVERNIGHT", "Priority Overnight", DOMESTIC),
            ("FEDEX_FIRST_OVERNIGHT", "First Overnight", DOMESTIC),
            ("FEDEX_INTL_GROUND", "International Ground", INTERNATIONAL),
            ("FEDEX_INTL_CONNECT_PLUS", "International Connect Plus", INTERNATIONAL),
            ("FEDEX_INTL_ECONOMY", "International Economy", INTERNATIONAL),
            ("FEDEX_INTL_PRIORITY", "International Priority", INTERNATIONAL),
            ("FEDEX_INTL_FIRST", "International First", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "dhl",
        "DHL Express",
        "dhl",
        "https://www.dhl.com/en/express/tracking.html?AWB={tracking_number}",
        (
            ("DHL_EXPRESS_DOMESTIC", "Express Domestic", DOMESTIC),
            ("DHL_EXPRESS_EASY", "Express Easy", INTERNATIONAL),
            ("DHL_EXPRESS_WORLDWIDE", "Express Worldwide", INTERNATIONAL),
            ("DHL_EXPRESS_1200", "Express 12:00", INTERNATIONAL),
            ("DHL_EXPRESS_900", "Express 9:00", INTERNATIONAL),
            ("DHL_ECONOMY_SELECT", "Economy Select", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "dhl-paket",
        "DHL Paket",
        "dhl",
        "https://www.dhl.de/en/privatkunden/dhl-sendungsverfolgung.html?piececode={tracking_number}",
        (
            ("DHL_PAKET", "Paket", DOMESTIC),
            ("DHL_KLEINPAKET", "Kleinpaket", DOMESTIC),
            ("DHL_PAKET_INTL", "Paket International", INTERNATIONAL),
            ("DHL_EUROPAKET", "Europaket", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "dhl-ecommerce",
        "DHL eCommerce",
        "dhl",
        "https://webtrack.dhlecs.com/orders?trackingNumber={tracking_number}",
        (
            ("DHLGM_GROUND", "SmartMail Parcel Ground", DOMESTIC),
            ("DHLGM_EXPEDITED", "SmartMail Parcel Expedited", DOMESTIC),
            ("DHLGM_PACKET_INTL", "Packet International", INTERNATIONAL),
            ("DHLGM_PARCEL_DIRECT", "Parcel International Direct", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "royal-mail",
        "Royal Mail",
        "",
        "https://www.royalmail.com/track-your-item#/tracking-results/{tracking_number}",
        (
            ("RM_1ST", "1st Class", DOMESTIC),
            ("RM_2ND", "2nd Class", DOMESTIC),
            ("RM_1ST_SIGNED", "Signed For 1st Class", DOMESTIC),
            ("RM_TRACKED_24", "Tracked 24", DOMESTIC),
            ("RM_TRACKED_48", "Tracked 48", DOMESTIC),
            ("RM_SPECIAL_0900", "Special Delivery Guaranteed by 9am", DOMESTIC),
            ("RM_SPECIAL_1300", "Special Delivery Guaranteed by 1pm", DOMESTIC),
            ("RM_INTL_STANDARD", "International Standard", INTERNATIONAL),
            ("RM_INTL_ECONOMY", "International Economy", INTERNATIONAL),
            ("RM_INTL_TRACKED", "International Tracked", INTERNATIONAL),
            ("RM_INTL_SIGNED", "International Tracked & Signed", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "parcelforce",
        "Parcelforce Worldwide",
        "",
        "https://www.parcelforce.com/track-trace?trackNumber={tracking_number}",
        (
            ("PF_EXPRESS_24", "express24", DOMESTIC),
            ("PF_EXPRESS_48", "express48", DOMESTIC),
            ("PF_EXPRESS_AM", "expressAM", DOMESTIC),
            ("PF_GLOBAL_EXPRESS", "globalexpress", INTERNATIONAL),
            ("PF_GLOBAL_VALUE", "globalvalue", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "evri",
        "Evri",
        "",
        "https://www.evri.com/track/parcel/{tracking_number}",
        (
            ("EVRI_STANDARD", "Standard", DOMESTIC),
            ("EVRI_NEXT_DAY", "Next Day", DOMESTIC),
            ("EVRI_INTL", "International", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "dpd",
        "DPD",
        "",
        "https://www.dpdgroup.com/be/mydpd/my-parcels/search?parcelNumber={tracking_number}",
        (
            ("DPD_CLASSIC", "Classic", DOMESTIC),
            ("DPD_NEXT_DAY", "Next Day", DOMESTIC),
            ("DPD_PICKUP", "Pickup", DOMESTIC),
            ("DPD_EXPRESS_1200", "Express 12:00", DOMESTIC),
            ("DPD_CLASSIC_INTL", "Classic Europe", INTERNATIONAL),
            ("DPD_EXPRESS_INTL", "Express International", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "gls",
        "GLS",
        "",
        "https://gls-group.com/GROUP/en/parcel-tracking/?match={tracking_number}",
        (
            ("GLS_BUSINESS", "BusinessParcel", DOMESTIC),
            ("GLS_EXPRESS", "ExpressParcel", DOMESTIC),
            ("GLS_SHOP", "ShopDelivery", DOMESTIC),
            ("GLS_EURO_BUSINESS", "EuroBusinessParcel", INTERNATIONAL),
            ("GLS_GLOBAL_BUSINESS", "GlobalBusinessParcel", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "canada-post",
        "Canada Post",
        "can",
        "https://www.canadapost-postescanada.ca/track-reperage/en#/resultList?searchFor={tracking_number}",
        (
            ("CP_REGULAR", "Regular Parcel", DOMESTIC),
            ("CP_EXPEDITED", "Expedited Parcel", DOMESTIC),
            ("CP_XPRESSPOST", "Xpresspost", DOMESTIC),
            ("CP_PRIORITY", "Priority", DOMESTIC),
            ("CP_TRACKED_PACKET_USA", "Tracked Packet USA", INTERNATIONAL),
            ("CP_XPRESSPOST_USA", "Xpresspost USA", INTERNATIONAL),
            ("CP_XPRESSPOST_INTL", "Xpresspost International", INTERNATIONAL),
            ("CP_SMALL_PACKET_AIR", "Small Packet International Air", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "australia-post",
        "Australia Post",
        "aup",
        "https://auspost.com.au/mypost/track/details/{tracking_number}",
        (
            ("AUP_PARCEL_POST", "Parcel Post", DOMESTIC),
            ("AUP_EXPRESS_POST", "Express Post", DOMESTIC),
            ("AUP_INTL_ECONOMY", "International Economy Air", INTERNATIONAL),
            ("AUP_INTL_STANDARD", "International Standard", INTERNATIONAL),
            ("AUP_INTL_EXPRESS", "International Express", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "swiss-post",
        "Swiss Post",
        "swisspost",
        "https://service.post.ch/ekp-web/ui/entry/search/{tracking_number}",
        (
            ("SP_PRIORITY", "PostPac Priority", DOMESTIC),
            ("SP_ECONOMY", "PostPac Economy", DOMESTIC),
            ("SP_INTL_PRIORITY", "PostPac International Priority", INTERNATIONAL),
            ("SP_INTL_URGENT", "PostPac International Urgent", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "la-poste",
        "La Poste Colissimo",
        "",
        "https://www.laposte.fr/outils/suivre-vos-envois?code={tracking_number}",
        (
            ("COLISSIMO_HOME", "Domicile", DOMESTIC),
            ("COLISSIMO_SIGNED", "Domicile avec signature", DOMESTIC),
            ("COLISSIMO_PICKUP", "Point Retrait", DOMESTIC),
            ("COLISSIMO_INTL", "International", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "postnl",
        "PostNL",
        "",
        "https://postnl.nl/tracktrace/?B={tracking_number}",
        (
            ("POSTNL_STANDARD", "Parcel", DOMESTIC),
            ("POSTNL_LETTERBOX", "Letterbox Parcel", DOMESTIC),
            ("POSTNL_EU", "EU Parcel", INTERNATIONAL),
            ("POSTNL_GLOBAL", "GlobalPack", INTERNATIONAL),
        ),
    ),
    CatalogueEntry(
        "generic",
        "Generic",
        "",
        "",
        (
            ("GENERIC_GROUND", "Ground", DOMESTIC),
            ("GENERIC_EXPRESS", "Express", DOMESTIC),
            ("GENERIC_INTL", "International", INTERNATIONAL),
            ("LTL_FREIGHT", "LTL Freight", DOMESTIC),
            ("STORE_PICKUP", "Store Pickup", DOMESTIC),
        ),
    ),
)


def name_of(store_code: str) -> str:
    """What people call the carrier that a store knows by `store_code`; the code where unknown."""
    return _NAMES.get(store_code, store_code)


_NAMES = {line.store_code: line.name for line in CATALOGUE if line.store_code}


def tracking_link_of(carrier: str, tracking_number: str) -> str:
    """Where a parcel can be followed whose carrier is only a text; '' when nobody knows.

    `carrier` is the store's word or what a person typed, such as "ups" or "UPS".
    """
    pattern = _LINKS.get(normal_name(carrier), "")
    return Carrier(tracking_url=pattern).tracking_link(tracking_number)


_LINKS = {
    normal_name(text): line.tracking_url
    for line in CATALOGUE
    for text in (line.name, line.code, line.store_code)
    if text
}


def ensure_catalogue() -> None:
    """Add the carriers and services that are missing. Runs after every `migrate`.

    What was changed in Django admin stays; rows there are switched off, not deleted.
    """
    Carrier.objects.bulk_create(
        (
            Carrier(
                code=line.code,
                name=line.name,
                store_code=line.store_code,
                tracking_url=line.tracking_url,
            )
            for line in CATALOGUE
        ),
        ignore_conflicts=True,
    )
    carriers = {carrier.code: carrier for carrier in Carrier.objects.all()}
    ShippingService.objects.bulk_create(
        (
            ShippingService(
                carrier=carriers[line.code], code=code, name=name, is_international=is_abroad
            )
            for line in CATALOGUE
            if line.code in carriers
            for code, name, is_abroad in line.services
        ),
        ignore_conflicts=True,
    )
