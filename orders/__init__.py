"""The hall: orders, how they come in, and what people do with them."""
