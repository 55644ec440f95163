"""The tool shed: small tools for every room. Imports no room."""
