from datetime import timedelta

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def let_them_end(apps, schema_editor):
    """Tokens from before last the usual time from now on, and stand for their makers."""
    tokens = apps.get_model("company_settings", "ApiToken").objects
    tokens.filter(held_by=None).update(held_by=F("created_by"))
    tokens.filter(expires_at=None).update(expires_at=timezone.now() + timedelta(days=90))


class Migration(migrations.Migration):

    dependencies = [("company_settings", "0010_api_tokens_end")]

    operations = [migrations.RunPython(let_them_end, migrations.RunPython.noop)]
