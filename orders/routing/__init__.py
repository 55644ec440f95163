"""Which service an order is sent by, after it came in: mapping applied anew, or chosen by hand."""
