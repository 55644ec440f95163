"""The notice board: what goes wrong at a company, until it is right again."""
