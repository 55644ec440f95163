"""Cancel and refund: what goes back, who may decide, and what follows."""
