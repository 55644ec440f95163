"""HTML that a caller of the API may meet."""

NOT_FOUND = (
    b"<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>nginx</body></html>"
)
CLOSED = b"<!DOCTYPE html><html><head><title>We'll be back soon</title></head><body></body></html>"
LOGIN = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>"
WARNING = b"<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/func.php</b><br />\n"
NOTICE = b"\nNotice: Undefined index: company in /var/www/app/functions/fn.cart.php on line 812\n"
BROKEN = (
    b"<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>Sorry</body></html>"
    b"<!--\nMessage: Column 'order_id' cannot be null\nQuery: INSERT INTO cscart_shipment_items "
    b"(email, phone) VALUES ('ana@example.com', '+15550100')\nBacktrace: func.php:4711\n-->"
)
