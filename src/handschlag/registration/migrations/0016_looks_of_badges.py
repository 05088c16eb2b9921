from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("events", "0009_own_words_in_emails"),
        ("registration", "0015_messages_to_many"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BadgeDesign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paper", models.CharField(default="a4", max_length=4)),
                ("colour", models.CharField(blank=True, max_length=7)),
                ("logo", models.CharField(blank=True, max_length=100)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="badge_design",
                        to="events.event",
                    ),
                ),
            ],
        ),
    ]
