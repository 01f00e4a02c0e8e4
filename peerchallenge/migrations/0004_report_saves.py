import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peerchallenge", "0003_round_version")]

    operations = [
        migrations.AddField(model_name="report", name="saves", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="reportversion",
            name="issued_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
