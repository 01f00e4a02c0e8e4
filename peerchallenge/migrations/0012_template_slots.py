"""The suggested programme becomes a template: each line gets an end, a kind, and who is put into it."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("briefing", "Arrival or briefing"),
    ("meeting", "Meeting"),
    ("learning-walk", "Learning walk"),
    ("lessons", "Lesson visits"),
    ("books", "Books"),
    ("pupils", "Pupils"),
    ("staff", "Staff or leaders"),
    ("governors", "Governors"),
    ("data", "Data or documents"),
    ("break", "Break"),
    ("lunch", "Lunch"),
    ("team", "Team meeting"),
    ("feedback", "Feedback"),
    ("other", "Something else"),
]
TEAMS = [
    ("all", "The whole review team"),
    ("lead", "The lead reviewer"),
    ("one", "One reviewer, in turn"),
    ("none", "Nobody of the review team"),
]


def fill(apps, schema_editor):
    """A line that is there already lasts until the next of its year begins; lunch and breaks are known by name."""
    TemplateSlot = apps.get_model("peerchallenge", "TemplateSlot")
    following = {}
    for slot in TemplateSlot.objects.order_by("year", "-starts", "-pk"):
        slot.ends = following.get(slot.year_id, slot.starts)
        following[slot.year_id] = slot.starts
        first = slot.activity.split(" ")[0].strip(":,").casefold()
        slot.kind = {"lunch": "lunch", "break": "break", "arrival": "briefing"}.get(first, "other")
        slot.save()


class Migration(migrations.Migration):
    dependencies = [("peerchallenge", "0011_theme_reason")]

    operations = [
        migrations.RenameModel("ProgrammeSlot", "TemplateSlot"),
        migrations.AlterModelOptions("templateslot", {"ordering": ["year", "starts", "pk"]}),
        migrations.AlterField(
            "templateslot",
            "year",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="template_slots",
                to="schools.academicyear",
            ),
        ),
        migrations.AddField("templateslot", "ends", models.TimeField(null=True)),
        migrations.AddField(
            "templateslot", "kind", models.CharField(choices=KINDS, default="other", max_length=13)
        ),
        migrations.AddField(
            "templateslot", "team", models.CharField(choices=TEAMS, default="all", max_length=4)
        ),
        migrations.AddField(
            "templateslot",
            "with_head",
            models.BooleanField(default=False, verbose_name="the headteacher takes part"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
