"""The gate: CS-Cart's words come in here and leave as the house's own. Nothing else knows them."""
