"""Pages on which templates are edited, uploaded and looked at."""
