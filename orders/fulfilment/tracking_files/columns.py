"""What the columns of a tracking file may be called, and what a person chose the last time."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser

from orders.files.columns import CHANNEL_ORDER_NAMES, ORDER_ID_NAMES, SKU_NAMES
from orders.fulfilment.tracking_files.rows import Column
from orders.models import TrackingColumns
from settings.models import Company

# What label software, carriers and merchants call the columns, see `orders.files.columns`.
NAMES: dict[str, tuple[str, ...]] = {
    Column.ORDER_ID: ORDER_ID_NAMES,
    Column.CHANNEL_ORDER: CHANNEL_ORDER_NAMES,
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
    Column.SKU: SKU_NAMES,
    Column.QUANTITY: ("qty", "quantity", "qtyshipped", "quantityshipped", "pieces"),
}


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
