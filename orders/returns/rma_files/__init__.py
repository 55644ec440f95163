"""Manage RMAs > Import: a file of returns becomes RMAs, one for each order."""
