"""The log is indexed by changeset and number together, in place of the changeset alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0006_unmatched_repeated"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="changeset",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="foundation.changeset",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["changeset", "id"], name="change_changeset"),
        ),
    ]
