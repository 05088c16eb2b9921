"""Letters that were written with live links in them lose their words; what waits still goes out.

They have no list of whom they concern either, so that an erasure could not find them.
"""

from django.db import migrations
from django.utils import timezone


def empty_letters(apps, _schema_editor):
    letters = apps.get_model("common", "Mail").objects.filter(erased_at=None)
    nothing = dict.fromkeys(("to", "subject", "text", "html", "calendar"), "")
    letters.exclude(state__in=["waiting", "sending"]).update(**nothing, erased_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("common", "0006_letters_keep_no_secrets")]

    operations = [migrations.RunPython(empty_letters, migrations.RunPython.noop)]
