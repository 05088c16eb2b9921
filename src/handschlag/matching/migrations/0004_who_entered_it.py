from django.db import migrations, models


def known(apps, schema_editor):
    """What was entered by hand so far is known of requests; of people only that the team filled in for them."""
    Participant = apps.get_model("matching", "Participant")
    Party = apps.get_model("matching", "Party")
    Request = apps.get_model("matching", "Request")
    filled_in = Participant.objects.filter(is_by_phone=True)
    sent = Request.objects.exclude(by_hand_of=None)
    by_hand = models.Q(pk__in=filled_in.values("pk")) | models.Q(pk__in=sent.values("sender"))
    Participant.objects.filter(by_hand).exclude(wished_at=None).update(is_wished_by_hand=True)
    answers = Party.objects.filter(is_sender=False, participant__in=filled_in.values("pk"))
    answers.update(is_by_hand=True)


class Migration(migrations.Migration):

    dependencies = [
        ("matching", "0003_moves"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="is_wished_by_hand",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="party",
            name="is_by_hand",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(known, migrations.RunPython.noop),
    ]
