"""What label software, carriers and merchants call the columns that name an order and an item.

In the form of `core.plain_text.plain`, the likeliest first.
"""

OUR_ORDER_ID_NAMES = ("sellercloudorderid", "ourorderid", "internalorderid")
ORDER_ID_NAMES = (*OUR_ORDER_ID_NAMES, "orderid")
CHANNEL_ORDER_NAMES = (
    *("channelorder", "channelorderid", "ordernumber", "orderno", "order", "storeordernumber"),
    *("storeorderid", "websiteorder", "websiteordernumber", "ordersourceorderid", "cscartorder"),
    *("cscartorderid", "customerorder", "customerordernumber", "externalorderid", "ordername"),
    *("externalreference", "externalordernumber", "salesorder", "ponumber", "purchaseorder"),
    # WorldShip, FedEx Ship Manager, Royal Mail Click & Drop, DHL, DPD, GLS, Packlink, EasyPost
    *("packagereference1", "packagereferencenumber1", "referencenumber1", "reference1"),
    *("shipmentinformationreferencenumber1", "shipmentreferencenumber1", "packagereferenceno1"),
    *("reference", "referencenumber", "referenceno", "customerreference", "customerreferences"),
    *("yourreference", "senderreference", "shipmentreference", "shippingreference", "ref", "ref1"),
    *("orderreference", "channelreference", "parcelreference", "deliveryreference", "custref"),
    *("bestellnummer", "bestellung", "auftragsnummer", "referenz", "kundenreferenz", "referenznr"),
    *("sendungsreferenz", "numerodecommande", "commande", "numerodepedido", "pedido"),
    *("numeroordine", "ordine", "bestelnummer", "zamowienie", "numerzamowienia"),
)
SKU_NAMES = (
    *("sku", "productsku", "itemsku", "productcode", "itemnumber", "itemcode", "item", "itemid"),
    *("artikelnummer", "articlenumber", "stockkeepingunit"),
)
