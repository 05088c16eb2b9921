"""The database refuses to change what was published of a programme."""

from django.db import migrations

from handschlag.events.models.version_triggers import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("events", "0004_house_rooms_of_places")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: protect(editor), lambda _apps, editor: unprotect(editor)
        )
    ]
