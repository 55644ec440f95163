"""What a company chose for its documents: Invoice Settings and Per channel preferences."""
