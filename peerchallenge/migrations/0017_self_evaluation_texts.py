"""Plain texts of a self-evaluation in a table of their own; impact beside each area."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def part(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The showcase becomes one of the texts."""
    text = apps.get_model("peerchallenge", "SelfEvaluationText")
    old = apps.get_model("peerchallenge", "SelfEvaluation").objects.exclude(showcase="", revision=0)
    text.objects.bulk_create(
        text(
            self_evaluation=row,
            kind="showcase",
            body=row.showcase,
            revision=row.revision,
            page=row.page,
            turn=row.turn,
        )
        for row in old.iterator()
    )


def join(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back again; the other texts have no place there."""
    whole = apps.get_model("peerchallenge", "SelfEvaluation")
    for row in (
        apps.get_model("peerchallenge", "SelfEvaluationText").objects.filter(kind="showcase").iterator()
    ):
        facts = {"showcase": row.body, "revision": row.revision, "page": row.page, "turn": row.turn}
        whole.objects.filter(pk=row.self_evaluation_id).update(**facts)


class Migration(migrations.Migration):
    dependencies = [
        ("peerchallenge", "0016_day_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="areaselfevaluation",
            name="impact",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="areaselfevaluation",
            name="taken_over",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="SelfEvaluationText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("page", models.CharField(blank=True, max_length=32)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("taken_over", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("focus", "Why this focus"),
                            ("questions", "Questions for the team"),
                            ("progress", "Progress since last time"),
                            ("showcase", "One strength to showcase"),
                        ],
                        max_length=10,
                    ),
                ),
                ("body", models.TextField(blank=True)),
                (
                    "self_evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="peerchallenge.selfevaluation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("self_evaluation", "kind"), name="selfevaluation_text_once"
                    )
                ],
            },
        ),
        migrations.RunPython(part, join),
        migrations.RemoveField(
            model_name="selfevaluation",
            name="page",
        ),
        migrations.RemoveField(
            model_name="selfevaluation",
            name="revision",
        ),
        migrations.RemoveField(
            model_name="selfevaluation",
            name="showcase",
        ),
        migrations.RemoveField(
            model_name="selfevaluation",
            name="turn",
        ),
    ]
