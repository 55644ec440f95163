"""Forms of the hall, one file per page or kind of thing that is typed."""
