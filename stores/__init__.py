"""The street: what any shop looks like from inside.

`port/` is the seam that every cart adapter fills.
"""
