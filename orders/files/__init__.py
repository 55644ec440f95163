"""Files of lines about orders that people upload: what tracking numbers and RMAs share."""
