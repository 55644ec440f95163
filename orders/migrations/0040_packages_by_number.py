from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    # Built beside the writes of a version that still serves: the table may be large.
    atomic = False
    dependencies = [("orders", "0039_resolved_conflicts")]

    operations = [
        AddIndexConcurrently(
            "package",
            models.Index(
                condition=~Q(tracking_number=""),
                fields=["tracking_number"],
                name="packages_by_number",
            ),
        ),
    ]
