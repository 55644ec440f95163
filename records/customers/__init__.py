"""What is known of a customer: found, exported, erased."""
