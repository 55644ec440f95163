"""RMAs: items that come back, what is given for them, and files of them."""
