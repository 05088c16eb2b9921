from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0006_reception_passes")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="time_zone",
            field=models.CharField(default="Europe/Berlin", max_length=60),
        ),
    ]
