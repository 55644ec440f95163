"""The whole database as text, for looking for what must not be in it."""

import subprocess

from django.db import connection

from embedded.postgres import BINARIES


def database_dump() -> str:
    """What pg_dump says of the test's database; rows must be committed."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}"
    return subprocess.run(
        [str(BINARIES / "pg_dump"), f"{address}:{settings['PORT']}/{settings['NAME']}"],
        capture_output=True,
        check=True,
    ).stdout.decode()
