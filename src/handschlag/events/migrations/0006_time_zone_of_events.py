from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0005_versions_never_change")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="time_zone",
            field=models.CharField(default="Europe/Berlin", max_length=60),
        ),
    ]
