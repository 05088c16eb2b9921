"""A call for contributions: one that waits for its link, one that was handed in, one that was accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from tests.platform import builders
from tests.platform.attacks.world.entries import link_in_letter_to, picture

from handschlag.events.contributions.proposing import Proposal, ProposedSpeaker, propose
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionState,
    Event,
    ProgrammeImport,
    Speaker,
)


def called_for(event: Event, speaker_pk: int) -> dict[str, Any]:
    """What stands in addresses of contributions."""
    ContributionCall.objects.create(
        event=event,
        opens_at=builders.NOW - timedelta(days=1),
        closes_at=builders.NOW + timedelta(days=100),
        kinds=["talk"],
        minutes=[20],
        changed_at=builders.NOW,
    )
    _proposed(event, "Waits", "wendy@example.org")
    handed_in = _proposed(event, "Handed in", "henry@example.org")
    accepted = _proposed(event, "Accepted", "anna@example.org")
    rows = Contribution.objects
    rows.filter(pk=handed_in.pk).update(state=ContributionState.SUBMITTED)
    rows.filter(pk=accepted.pk).update(state=ContributionState.ACCEPTED, decided_at=builders.NOW)
    accepted.speakers.update(speaker=Speaker.objects.get(pk=speaker_pk))
    return {
        "contribution_pk": handed_in.pk,
        "programme_import_pk": _brought(event),
        "proposed_token": link_in_letter_to("wendy@example.org", "contribution"),
    }


def _brought(event: Event) -> int:
    """A table that waits to be imported."""
    made = ProgrammeImport.objects.create(
        event=event,
        file_name="programme.csv",
        packed=ProgrammeImport.pack(
            [{"kind": "sessions", "name": "", "first_row": 1, "rows": [["Titel"], ["Aus der Tabelle"]]}]
        ),
        columns={"sessions": {"0": "title_de"}},
        created_at=builders.NOW,
    )
    return made.pk


def _proposed(event: Event, title: str, email: str) -> Contribution:
    proposal = Proposal(
        title=title,
        abstract="Wie Linsen entstehen.",
        language="de",
        kind="talk",
        minutes=20,
        track_id=None,
        speakers=[ProposedSpeaker(name=title, email=email)],
    )
    row = propose(event_id=event.pk, proposal=proposal, reads="de", origin=title, now=builders.NOW)
    row.speakers.get().picture.save("speaker.webp", ContentFile(picture()))
    return row
