"""What the columns of a tracking file may be called, see `core.plain_text.plain`.

Those of UPS WorldShip, FedEx Ship Manager, Stamps.com, Pirate Ship, ShipStation, Royal Mail Click &
Drop, DHL, DPD, GLS, Packlink, Sendcloud and EasyPost among them.
"""

from orders.files.headings import CHANNEL_ORDER_NAMES, ORDER_ID_NAMES, SKU_NAMES
from orders.fulfilment.tracking_files.tracking_row import TrackingColumn

NAMES: dict[str, tuple[str, ...]] = {
    TrackingColumn.ORDER_ID: ORDER_ID_NAMES,
    TrackingColumn.CHANNEL_ORDER: CHANNEL_ORDER_NAMES,
    TrackingColumn.TRACKING_NUMBER: (
        *("trackingnumber", "tracking", "trackingno", "trackingid", "trackingcode", "tracknum"),
        *("packagetrackingnumber", "mastertrackingnumber", "leadtrackingnumber", "trackingnumbers"),
        *("shipmenttrackingnumber", "carriertrackingnumber", "trackingref", "trackingreference"),
        *("parcelnumber", "parcelno", "parcellabelnumber", "consignmentnumber", "consignmentno"),
        *("consignment", "airwaybill", "airwaybillnumber", "waybill", "waybillnumber", "awb"),
        *("shipmentnumber", "barcode", "barcodenumber", "trackandtrace", "tracktrace"),
        *("trackandtracenumber", "sendungsnummer", "paketnummer", "paketscheinnummer", "trackid"),
        *("sendungscode", "numerodesuivi", "numerodeseguimiento", "numeroditracking"),
        *("numertrackingowy", "trackingurl", "trackinglink"),
    ),
    TrackingColumn.CARRIER: (
        *("carrier", "shippingcarrier", "courier", "carriername", "carriercode", "provider"),
        *("carriershipped", "carrierprovider", "couriername", "shipcarrier"),
    ),
    TrackingColumn.SERVICE: (
        *("service", "shippingservice", "shippingmethod", "shippingcode", "servicecode"),
        *("shipmethod", "servicename", "servicetype", "shipmentinformationservicetype"),
        *("carrierservice", "mailclass", "mailservice", "serviceshipped", "deliveryservice"),
        *("shippingoption", "serviceused", "servicelevel"),
    ),
    TrackingColumn.SHIPPED_ON: (
        *("shipdate", "shippedon", "dateshipped", "shippedat", "shippingdate", "shippeddate"),
        *("shipmentinformationcollectiondate", "collectiondate", "pickupdate", "despatchdate"),
        *("dispatchdate", "mailingdate", "dateprinted", "printdate", "labeldate", "shipmentdate"),
        *("createddate", "datecreated", "createdat", "announcedat", "versanddatum", "datum"),
        *("labelcreatedon", "posted", "postedon", "date"),
    ),
    TrackingColumn.COST: (
        *("shippingcost", "cost", "postage", "labelcost", "shipmentcost", "amount", "rate"),
        *("shipmentinformationtotalcharge", "totalcharge", "totalcost", "netcharge", "price"),
        *("netchargeamount", "postagecost", "carrierfee", "amountpaid", "labelprice"),
        *("publishedcharge", "postageamount", "shippingprice"),
    ),
    TrackingColumn.WEIGHT: (
        *("weight", "weightkg", "packageweight", "parcelweight", "totalweight", "weightoz"),
        *("weightlb", "weightlbs", "weightg", "packageweightkg", "shipmentweight", "gewicht"),
        *("weightingrams", "weightinkg", "weightinounces", "weightinpounds", "gewichtkg"),
    ),
    TrackingColumn.SKU: SKU_NAMES,
    TrackingColumn.QUANTITY: ("qty", "quantity", "qtyshipped", "quantityshipped", "pieces"),
    TrackingColumn.VOID: (
        *("packagevoidindicator", "voidindicator", "void", "voided", "isvoid", "isvoided"),
        *("shipmentinformationvoidindicator", "voidstatus", "labelstatus", "shipmentstatus"),
        *("status", "cancelled", "canceled", "refundstatus", "parcelstatus"),
    ),
    TrackingColumn.CUSTOMER: (
        *("recipient", "recipientname", "shiptoname", "shiptocompanyorname", "customername"),
        *("customer", "shiptoattention", "receivername", "receiver", "consignee", "toname"),
        *("deliveryname", "contactname", "buyername", "name", "fullname", "empfanger"),
        *("empfängername", "empfänger", "destinataire", "destinatario", "shipto"),
    ),
    TrackingColumn.POSTCODE: (
        *("shiptopostalcode", "postalcode", "postcode", "zip", "zipcode", "shiptozip"),
        *("recipientpostalcode", "recipientpostcode", "recipientzip", "recipientzipcode"),
        *("deliverypostcode", "receiverpostalcode", "receiverzip", "tozip", "topostalcode"),
        *("shippostcode", "shippostalcode", "shipzip", "plz", "codepostal", "empfängerplz"),
        *("shiptozipcode", "shiptopostcode", "receiverpostcode"),
    ),
}
