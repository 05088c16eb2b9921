"""Two thousand real organisations, where their files are at hand: they are not part of the project.

`HANDSCHLAG_REAL_DATA` names a folder with two extracts of CORDIS: `actors_de_h2020_2017.csv` and
`h2020_slice_2023_participations.csv`.
"""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.platform.directory.importing.catalogue_files import checked, cordis, cordis_row
from tests.platform.directory.importing.conftest import snapshot_of

from handschlag.accounts.models import User
from handschlag.directory.imports import applying, checking, proceeding, stages
from handschlag.directory.models import Actor, ActorSource, ImportState, Participation, Project

FOLDER = Path(os.environ.get("HANDSCHLAG_REAL_DATA", "/nowhere"))
FILES = [FOLDER / "actors_de_h2020_2017.csv", FOLDER / "h2020_slice_2023_participations.csv"]
LANDS = "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH"
NUTS = {land: f"DE{sign}" for land, sign in zip(LANDS.split(), "123456789ABCDEFG", strict=True)}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not all(map(Path.exists, FILES)), reason="HANDSCHLAG_REAL_DATA names no folder with the real files"
    ),
]


def lines() -> list[dict[str, str]]:
    """Real organisations in invented projects, and real participations."""
    actors, parts = (list(csv.DictReader(file.open(encoding="utf-8"))) for file in FILES)
    return [
        *(
            cordis_row(
                str(600000 + (n * 7 + k * 131) % 3000),
                one["pic"],
                one["name"],
                activityType=one["type"],
                city=one["city"],
                nutsCode=NUTS.get(one["land"], ""),
            )
            for n, one in enumerate(actors)
            for k in range(min(5, int(one["h2020_projects_to_mid_2017"] or 1)))
        ),
        *parts,
    ]


def test_two_thousand_organisations_come_and_go(editha: User, now: datetime) -> None:
    call_command("load_public_data", verbosity=0)
    before = snapshot_of(Actor, Project, Participation, ActorSource)
    row = checked(cordis(*lines()), by=editha, now=now)
    assert row.counts["new"] > 1900
    assert row.counts["faulty"] < 20
    for choice in (checking.ForAll.LEAVE_OUT_FAULTY, checking.ForAll.TAKE_AS_NEW):
        row = checking.decide_all(import_id=row.pk, seen=row.version, choice=choice, by=editha.subject)
        row = checking.check(import_id=row.pk, by=editha.subject, now=now)
    seen = {"import_id": row.pk, "by": editha.subject, "now": now}
    for stage, step in ((ImportState.APPLYING, applying.apply), (ImportState.UNDOING, proceeding.undo)):
        row = stages.enter(import_id=row.pk, seen=row.version, stage=stage, by=editha.subject)
        row = step(**seen)
        if stage is ImportState.APPLYING:
            assert Participation.objects.count() == row.counts["participations"]
    assert snapshot_of(Actor, Project, Participation, ActorSource) == before
