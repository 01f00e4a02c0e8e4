"""The day that a meeting first set for an action."""

from django.db import migrations, models
from django.db.models import F


def copy(apps, editor):
    """Until now the only day known is the present one."""
    apps.get_model("board", "BoardAction").objects.update(first_due_on=F("due_on"))


class Migration(migrations.Migration):
    dependencies = [("board", "0004_agenda_frozen")]

    operations = [
        migrations.AddField("boardaction", "first_due_on", models.DateField(null=True)),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.AlterField("boardaction", "first_due_on", models.DateField()),
    ]
