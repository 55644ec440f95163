"""A stand-in CS-Cart store that speaks its REST API over real HTTP.

It knows nothing of the connector and shares no code with it: the two must not agree by sharing a
bug. `python -m sandbox` runs it alone; tests use `sandbox.server.SandboxStore`.
"""
