"""`Postbox` is called `StoreState`; its table keeps its name for workers of the version before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('company_settings', '0003_keep_what_was'),
        ('stores', '0002_postbox_and_delays'),
    ]

    operations = [
        migrations.AlterModelTable(name='postbox', table='stores_postbox'),
        migrations.RenameModel(old_name='Postbox', new_name='StoreState'),
        migrations.AlterModelOptions(name='storestate', options={}),
        migrations.AlterField(
            model_name='storestate',
            name='company',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='store_state', to='company_settings.company'),
        ),
    ]
