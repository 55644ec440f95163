"""Forms of Company Settings, one file per Toolbox page."""
