"""Codes and personal links are computed from the platform's key, so that no letter has to keep them.

Codes that are on their way end (they live for a quarter of an hour); links that were given out go on working.
"""

import uuid

from django.db import migrations, models


def forget_codes(apps, _schema_editor):
    apps.get_model("accounts", "Code").objects.all().delete()


def number_links(apps, _schema_editor):
    links = apps.get_model("accounts", "PersonalLink")
    for link in links.objects.filter(uid=None).iterator():
        link.uid = uuid.uuid4()
        link.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_in")]

    operations = [
        migrations.RunPython(forget_codes, forget_codes),
        migrations.RemoveField(model_name="code", name="digest"),
        migrations.AddField(
            model_name="code",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="personallink", name="uid", field=models.UUIDField(editable=False, null=True)
        ),
        migrations.RunPython(number_links, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="personallink",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
