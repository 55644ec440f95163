"""What Home shows: what needs a person, how orders come in and go out, and orders a day."""
