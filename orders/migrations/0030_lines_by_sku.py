from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):

    # Built beside the writes of a version that still serves: the table may be large.
    atomic = False
    dependencies = [("orders", "0029_rma_imports")]

    operations = [
        AddIndexConcurrently("orderline", models.Index(Upper("sku"), name="lines_by_sku")),
    ]
