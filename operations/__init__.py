"""The boiler room: whether everything runs, in words for people and in figures for Prometheus."""
