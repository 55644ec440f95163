from django.db import migrations


def add_missing_rows(apps, schema_editor):
    """Every connection has status uploads; whoever worked here keeps every right."""
    StoreConnection = apps.get_model("company_settings", "StoreConnection")
    StatusUploads = apps.get_model("company_settings", "StatusUploads")
    for connection in StoreConnection.objects.filter(status_uploads=None):
        StatusUploads.objects.create(connection=connection)
    Membership = apps.get_model("company_settings", "Membership")
    memberships = list(Membership.objects.all())
    if memberships:
        # Its permissions are added after `migrate`, when they exist.
        admin, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Client Admin")
        for membership in memberships:
            membership.roles.add(admin)


class Migration(migrations.Migration):
    dependencies = [("company_settings", "0002_rights_addresses_and_statuses")]

    operations = [migrations.RunPython(add_missing_rows, migrations.RunPython.noop)]
