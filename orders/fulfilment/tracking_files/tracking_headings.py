"""What the columns of a tracking file may be called, see `core.plain_text.plain`."""

from orders.files.headings import CHANNEL_ORDER_NAMES, ORDER_ID_NAMES, SKU_NAMES
from orders.fulfilment.tracking_files.tracking_row import TrackingColumn

NAMES: dict[str, tuple[str, ...]] = {
    TrackingColumn.ORDER_ID: ORDER_ID_NAMES,
    TrackingColumn.CHANNEL_ORDER: CHANNEL_ORDER_NAMES,
    TrackingColumn.TRACKING_NUMBER: (
        *("trackingnumber", "tracking", "trackingno", "trackingid", "trackingcode", "tracknum"),
        *("parcelnumber", "consignmentnumber", "waybill", "awb"),
    ),
    TrackingColumn.CARRIER: ("carrier", "shippingcarrier", "courier", "carriername", "carriercode"),
    TrackingColumn.SERVICE: (
        *("service", "shippingservice", "shippingmethod", "shippingcode", "servicecode"),
        *("shipmethod", "servicename"),
    ),
    TrackingColumn.SHIPPED_ON: (
        *("shipdate", "shippedon", "dateshipped", "date", "shippedat", "shippingdate"),
    ),
    TrackingColumn.COST: (
        *("shippingcost", "cost", "postage", "labelcost", "shipmentcost", "amount"),
    ),
    TrackingColumn.WEIGHT: ("weight", "weightkg", "packageweight", "parcelweight"),
    TrackingColumn.SKU: SKU_NAMES,
    TrackingColumn.QUANTITY: ("qty", "quantity", "qtyshipped", "quantityshipped", "pieces"),
}
