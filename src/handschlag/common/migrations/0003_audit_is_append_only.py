"""The database refuses to change or delete audit entries."""

from django.db import migrations

from handschlag.common.audit import protect
from handschlag.common.audit import unprotect


class Migration(migrations.Migration):
    dependencies = [("common", "0002_jobs_and_mail")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: protect(editor), lambda _apps, editor: unprotect(editor)
        )
    ]
