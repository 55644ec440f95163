"""Pages about stores: Website updates, Delayed Tracking Settings, Test Settings."""
