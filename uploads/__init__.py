"""Files of lines that people upload: kept, their columns named, checked, reported on, committed.

`kinds.py` is what differs from one kind of file to the next; each kind lives beside what it is for.
"""
