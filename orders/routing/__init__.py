"""Which service an order is sent by, after it came in: mapping applied again, or chosen by hand."""
