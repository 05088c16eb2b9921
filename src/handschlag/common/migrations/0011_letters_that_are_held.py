"""What a hold keeps back is marked in a column of its own, which no other word of a letter overwrites.

A hold of before is kept: its letters have "held back" as their error, or, where nothing was marked at all,
were written before it.
"""

from django.db import migrations, models


def mark_what_is_held(apps, _schema_editor):
    hold = apps.get_model("common", "Hold").objects.order_by("pk").first()
    if hold is None:
        return
    waiting = apps.get_model("common", "Mail").objects.filter(state__in=["waiting", "sending"])
    marked = waiting.filter(error="held back")
    held = marked if marked.exists() else waiting.filter(created_at__lt=hold.since)
    held.update(is_held=True)
    waiting.filter(error="held back").update(error="")


class Migration(migrations.Migration):
    dependencies = [("common", "0010_what_a_restored_backup_holds")]

    operations = [
        migrations.AddField(
            model_name="mail", name="is_held", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(mark_what_is_held, migrations.RunPython.noop),
    ]
