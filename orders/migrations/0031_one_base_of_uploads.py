from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion

from core.packing import pack


def pack_lines(apps, schema_editor):
    """Files of item costs that wait for their commit keep their lines as other uploads do."""
    for upload in apps.get_model("orders", "ItemCostUpload").objects.all():
        upload.headings, upload.columns = ["SKU", "Item Cost"], {"sku": 0, "cost": 1}
        upload.packed_lines = pack({"lines": [[line[0], list(line[1:])] for line in upload.lines]})
        upload.number_of_lines = len(upload.lines)
        upload.save(update_fields=["headings", "columns", "packed_lines", "number_of_lines"])


def keep_choices(apps, schema_editor):
    """What each person last chose for tracking files becomes a profile of the company."""
    profiles = apps.get_model("uploads", "ColumnProfile").objects
    for row in apps.get_model("orders", "TrackingColumns").objects.select_related("user"):
        profiles.get_or_create(
            company_id=row.company_id,
            kind="tracking",
            name=f"Of {row.user.username}"[:80],
            defaults={"headings": row.headings},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("jobs", "0004_lanes_and_files"),
        ("uploads", "0001_column_profiles"),
        ("orders", "0030_lines_by_sku"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions("itemcostupload", {"ordering": ["-id"]}),
        migrations.AlterField("itemcostupload", "by", models.ForeignKey(db_column="by_id", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.RenameField("itemcostupload", "by", "uploaded_by"),
        migrations.AddField("itemcostupload", "check_job", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job")),
        migrations.AddField("itemcostupload", "columns", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AddField("itemcostupload", "headings", models.JSONField(db_default=[], default=list)),
        migrations.AddField("itemcostupload", "job", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job")),
        migrations.AddField("itemcostupload", "number_of_lines", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("itemcostupload", "packed_answers", models.BinaryField(blank=True, null=True)),
        migrations.AddField("itemcostupload", "packed_lines", models.BinaryField(db_default=b"", default=b"")),
        migrations.RunPython(pack_lines, migrations.RunPython.noop),
        migrations.AlterField("itemcostupload", "lines", models.JSONField(db_default=[], default=list)),
        # The column itself goes with the next release: the version before this one writes it.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("itemcostupload", "lines")]),
        migrations.AddField("rmaimport", "check_job", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job")),
        migrations.AddField("rmaimport", "headings", models.JSONField(db_default=[], default=list)),
        migrations.AlterField("rmaimport", "columns", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AlterField("rmaimport", "number_of_lines", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AlterField("rmaimport", "packed_lines", models.BinaryField(db_default=b"", default=b"")),
        migrations.AlterField("trackingimport", "columns", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AlterField("trackingimport", "headings", models.JSONField(db_default=[], default=list)),
        migrations.AlterField("trackingimport", "number_of_lines", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AlterField("trackingimport", "packed_lines", models.BinaryField(db_default=b"", default=b"")),
        migrations.RunPython(keep_choices, migrations.RunPython.noop),
        migrations.AddField("itemcostupload", "reading", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AddField("itemcostupload", "packed_file", models.BinaryField(blank=True, null=True)),
        migrations.AddField("rmaimport", "reading", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AddField("rmaimport", "packed_file", models.BinaryField(blank=True, null=True)),
        migrations.AddField("trackingimport", "reading", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AddField("trackingimport", "packed_file", models.BinaryField(blank=True, null=True)),
    ]
