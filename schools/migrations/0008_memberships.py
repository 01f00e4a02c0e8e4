import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def whole_years(apps, schema_editor):
    """Memberships from before there were days lasted the whole of their year."""
    year = apps.get_model("schools", "AcademicYear").objects.filter(pk=OuterRef("year"))
    apps.get_model("schools", "Membership").objects.update(
        starts=Subquery(year.values("starts")), ends=Subquery(year.values("ends"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("hlp", "0001_initial"),
        ("schools", "0007_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MembershipChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("joined", "Joined"),
                            ("re-joined", "Re-joined"),
                            ("renewed", "Renewed"),
                            ("left", "Leaves"),
                            ("stays", "Stays after all"),
                            ("withdrawn", "Taken back"),
                            ("accepted", "Agreement accepted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="accepted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="accepted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="agreement",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hlp.textversion"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="ends",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="joined_because",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="leaving",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="left_because",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="recorded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="starts",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="away_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="back_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(whole_years, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="membership",
            name="starts",
            field=models.DateField(),
        ),
        migrations.AlterField(
            model_name="membership",
            name="ends",
            field=models.DateField(),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("starts"))), name="membership_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None), ("agreement", None)),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("accepted_by__isnull", False),
                        ("agreement__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="membership_accepted_whole",
            ),
        ),
        migrations.AddField(
            model_name="membershipchange",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membershipchange",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="membership_changes",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="membershipchange",
            name="year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.academicyear"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away_from", None), ("back_on", None)),
                    models.Q(
                        ("away_from__gt", models.F("starts")),
                        ("back_on__gt", models.F("away_from")),
                        ("ends__gte", models.F("back_on")),
                    ),
                    _connector="OR",
                ),
                name="membership_away_between",
            ),
        ),
    ]
