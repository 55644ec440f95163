"""How much of an order can go back to the customer. `arithmetic` is pure."""
