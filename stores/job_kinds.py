"""The kinds of job of the stores."""

from jobs.kinds import IMPORT, JobKind, declare
from settings.rights import Right

READ_STATUSES = declare(
    JobKind(
        name="read_statuses",
        label="Website: Read order statuses",
        run="stores.status_reading.run_reading",
        right=Right.SETTINGS,
        queue=IMPORT,
    )
)

TEST_SETTINGS = declare(
    JobKind(
        name="test_settings",
        label="Website: Test Settings",
        run="stores.testing.run_test",
        right=Right.SETTINGS,
        queue=IMPORT,
        counts={"works": "Works", "limited": "Limited", "failed": "Failed"},
    )
)
