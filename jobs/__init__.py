"""The foreman: long work a person can watch, cancel and run again."""
