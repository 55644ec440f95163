"""The routing desk: carriers, their services, and which service a website's method means."""
