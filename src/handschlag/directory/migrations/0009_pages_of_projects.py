"""Joint projects have an address, and know when they were published and changed."""

import re
import unicodedata

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


def name_addresses(apps, schema_editor):
    """What an import gives new projects: acronym and number in CORDIS, the name in the Förderkatalog."""
    Project = apps.get_model("directory", "Project")
    taken = set()
    for one in Project.objects.select_related("brought_by").order_by("pk").iterator():
        title = one.title_de or one.title_en
        name = title if one.catalogue == "foekat" else f"{one.acronym or title[:60]} {one.reference}"
        one.slug = free(name, taken)
        taken.add(one.slug)
        at = one.brought_by.applied_at if one.brought_by else None
        one.changed_at = at or django.utils.timezone.now()
        one.published_at = one.changed_at if one.status == "published" else None
        one.save(update_fields=["slug", "changed_at", "published_at"])


def free(name, taken):
    words = name.casefold().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    plain = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.combining(one))
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:94].rstrip("-") or "eintrag"
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0008_projects"),
    ]

    operations = [
        migrations.AddField("project", "slug", models.SlugField(max_length=100, default="", db_index=False)),
        migrations.AddField("project", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("project", "published_at", models.DateTimeField(null=True)),
        migrations.AddField("project", "is_demo", models.BooleanField(default=False)),
        migrations.RunPython(name_addresses, migrations.RunPython.noop),
        migrations.AlterField("project", "slug", models.SlugField(max_length=100, unique=True)),
        migrations.AlterField("project", "changed_at", models.DateTimeField()),
        migrations.AddConstraint(
            "project",
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | Q(status="published", published_at__isnull=False),
                name="a_published_project_has_a_time",
            ),
        ),
        migrations.AlterField(
            "searchdocument",
            "type",
            models.CharField(
                max_length=10,
                choices=[
                    ("network", "Network"),
                    ("actor", "Actor"),
                    ("programme", "Programme"),
                    ("field", "Field"),
                    ("story", "Story"),
                    ("project", "Project"),
                ],
            ),
        ),
    ]
