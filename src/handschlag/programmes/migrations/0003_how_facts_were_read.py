

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0002_facts'),
    ]

    operations = [
        migrations.AddField(
            model_name='fact',
            name='copy_date',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='fact',
            name='is_copy',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='fact',
            name='is_second_hand',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='programme',
            name='is_closed',
            field=models.BooleanField(default=False),
        ),
    ]
