"""The state of public content; the triggers that change it are made after every migration."""

from django.db import migrations, models

from handschlag.common.page_cache.versions import drop_triggers


def without_triggers(_apps, editor):
    with editor.connection.cursor() as cursor:
        drop_triggers(cursor, editor.connection.vendor)


class Migration(migrations.Migration):
    dependencies = [("common", "0004_a_calendar_file_in_a_letter")]

    operations = [
        migrations.CreateModel(
            name="PublicContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.CharField(max_length=32)),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop, without_triggers),
    ]
