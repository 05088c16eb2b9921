from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("events", "0004_house_rooms_of_places"),
        ("registration", "0003_badges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PeopleList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=120)),
                ("sheet", models.CharField(blank=True, max_length=60)),
                ("first_row", models.PositiveIntegerField()),
                ("packed", models.BinaryField()),
                ("columns", models.JSONField(default=dict)),
                ("mended", models.JSONField(default=dict)),
                ("left_out", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("columns", "Columns"),
                            ("checked", "Checked"),
                            ("applied", "Applied"),
                            ("undone", "Undone"),
                        ],
                        default="columns",
                        max_length=7,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made", models.JSONField(default=list)),
                ("told", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people_lists",
                        to="events.event",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at__isnull", False), ("state__in", ["applied", "undone"])),
                            models.Q(
                                models.Q(("state__in", ["applied", "undone"]), _negated=True),
                                ("applied_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_applied_list_has_a_time",
                    )
                ],
            },
        ),
    ]
