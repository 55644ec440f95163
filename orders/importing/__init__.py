"""How orders come in: admission, schedule, reading the store, intake, what was left out."""
