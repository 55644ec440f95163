from django.db import migrations, models
import django.db.models.deletion

from core.packing import pack

_COLUMNS = {"name": 0, "service": 1, "rush": 2}
_HEADINGS = ["Website Method Name", "Shipping code", "Rush Service"]


def pack_lines(apps, schema_editor):
    """Files that wait for their commit keep their lines as other uploads do."""
    for upload in apps.get_model("shipping", "MappingUpload").objects.all():
        upload.headings, upload.columns = _HEADINGS, _COLUMNS
        upload.packed_lines = pack({"lines": [[line[0], list(line[1:])] for line in upload.lines]})
        upload.number_of_lines = len(upload.lines)
        upload.save(update_fields=["headings", "columns", "packed_lines", "number_of_lines"])


class Migration(migrations.Migration):

    dependencies = [
        ("jobs", "0004_lanes_and_files"),
        ("shipping", "0003_mapping_uploads"),
    ]

    operations = [
        migrations.AddField("mappingupload", "check_job", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job")),
        migrations.AddField("mappingupload", "columns", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AddField("mappingupload", "headings", models.JSONField(db_default=[], default=list)),
        migrations.AddField("mappingupload", "job", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job")),
        migrations.AddField("mappingupload", "number_of_lines", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("mappingupload", "packed_answers", models.BinaryField(blank=True, null=True)),
        migrations.AddField("mappingupload", "packed_lines", models.BinaryField(db_default=b"", default=b"")),
        migrations.RunPython(pack_lines, migrations.RunPython.noop),
        migrations.AlterField("mappingupload", "lines", models.JSONField(db_default=[])),
        # The column itself goes with the next release: the version before this one writes it.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("mappingupload", "lines")]),
        migrations.AddField("mappingupload", "reading", models.JSONField(blank=True, db_default={}, default=dict)),
        migrations.AddField("mappingupload", "packed_file", models.BinaryField(blank=True, null=True)),
    ]
