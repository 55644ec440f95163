"""Which column of a file is what: guessed from its heading, and remembered for the next file."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser

from orders.models import TrackingColumns
from orders.tracking.rows import Column
from settings.models import Company
from shipping.matching import normal_name

# What label software, carriers and merchants call the columns, in `_plain` form.
_NAMES: dict[str, tuple[str, ...]] = {
    Column.ORDER_ID: ("orderid", "sellercloudorderid", "ourorderid"),
    Column.CHANNEL_ORDER: (
        *("channelorder", "channelorderid", "order", "ordernumber", "orderno", "storeorderid"),
        *("storeordernumber", "websiteorder", "reference", "ordersourceorderid", "cscartorder"),
    ),
    Column.TRACKING_NUMBER: (
        *("trackingnumber", "tracking", "trackingno", "trackingid", "trackingcode", "tracknum"),
        *("parcelnumber", "consignmentnumber", "waybill", "awb"),
    ),
    Column.CARRIER: ("carrier", "shippingcarrier", "courier", "carriername", "carriercode"),
    Column.SERVICE: (
        *("service", "shippingservice", "shippingmethod", "shippingcode", "servicecode"),
        *("shipmethod", "servicename"),
    ),
    Column.SHIPPED_ON: (
        "shipdate",
        "shippedon",
        "dateshipped",
        "date",
        "shippedat",
        "shippingdate",
    ),
    Column.COST: ("shippingcost", "cost", "postage", "labelcost", "shipmentcost", "amount"),
    Column.WEIGHT: ("weight", "weightkg", "packageweight", "parcelweight"),
    Column.SKU: ("sku", "productsku", "itemsku", "productcode", "item"),
    Column.QUANTITY: ("qty", "quantity", "qtyshipped", "quantityshipped", "pieces"),
}


def guess(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
    """Which place each column has: as it was the last time, else by the words of its heading.

    `remembered` are headings by column. Columns that are not there are left out.
    """
    places: dict[str, int] = {}
    by_heading = {normal_name(text): place for place, text in reversed([*enumerate(headings)])}
    for column, heading in remembered.items():
        if column in Column.values and normal_name(heading) in by_heading:
            places[column] = by_heading[normal_name(heading)]
    for column in Column.values:
        if column in places:
            continue
        for place, heading in enumerate(headings):
            if place not in places.values() and _plain(heading) in _NAMES[column]:
                places[column] = place
                break
    return places


def remembered_by(company: Company, user: AbstractBaseUser) -> dict[str, str]:
    """The headings that `user` last chose at `company`, by column."""
    row = TrackingColumns.objects.filter(company=company, user_id=user.pk).first()
    return dict(row.headings) if row else {}


def remember(
    company: Company, user: AbstractBaseUser, headings: Sequence[str], places: Mapping[str, int]
) -> None:
    """Keep what `user` chose, by heading, so that the next file finds it wherever it stands."""
    TrackingColumns.objects.update_or_create(
        company=company,
        user_id=user.pk,
        defaults={"headings": {column: headings[place] for column, place in places.items()}},
    )


def _plain(heading: str) -> str:
    return "".join(sign for sign in heading.casefold() if sign.isalnum())
