"""Packages: made, Ship Confirmed, corrected, and what the website is told of them."""
