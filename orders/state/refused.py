"""What every action raises when it must not be done."""


class Refused(Exception):
    """The order does not allow it. The message is a sentence: why, and what helps."""
