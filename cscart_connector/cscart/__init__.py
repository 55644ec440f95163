"""The CS-Cart adapter: its words come in here and leave as our own. Nothing else knows them."""
