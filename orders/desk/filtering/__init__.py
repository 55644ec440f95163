"""What narrows Manage Orders: one table of filters, each read from the address."""
