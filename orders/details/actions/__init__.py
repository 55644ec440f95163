"""What is done to one order from its page that moves neither goods nor refunds."""
