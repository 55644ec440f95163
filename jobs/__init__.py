"""Jobs: long work that a person can watch, cancel and run again."""
