"""What label software, carriers and merchants call the columns that name an order and an item.

In the form of `core.plain_text.plain`.
"""

ORDER_ID_NAMES = ("orderid", "sellercloudorderid", "ourorderid")
CHANNEL_ORDER_NAMES = (
    *("channelorder", "channelorderid", "order", "ordernumber", "orderno", "storeorderid"),
    *("storeordernumber", "websiteorder", "reference", "ordersourceorderid", "cscartorder"),
)
SKU_NAMES = ("sku", "productsku", "itemsku", "productcode", "item")
