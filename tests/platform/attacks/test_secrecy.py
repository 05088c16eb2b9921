"""What somebody wants or notes for themselves is in no answer to anybody else: every address, every role.

Before the walk and again after it three people note something in private: that they would rather not meet
somebody, a wish that is not sent, a note about somebody they met. Nobody else may read any of it, and no
answer to anybody else may differ.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.core import serializers
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.attacks import walk
from tests.platform.attacks.world import Line, World
from tests.platform.attacks.world.conferences import linked
from tests.platform.conftest import MORNING

from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry, Job, Mail
from handschlag.day import contacts
from handschlag.day.models import Mark
from handschlag.matching import wishing
from handschlag.matching.models import Participant, Wish

pytestmark = [pytest.mark.once, pytest.mark.django_db]
PURPOSE, NOTE, STEP = "Geheimzweck-7f3a", "Geheimnotiz-91bc", "Geheimschritt-44de"
MARKERS: Final = (PURPOSE, NOTE, STEP)
LINKS = ("link", "key")
ASKERS = ("visitor", "manager", "organiser", "other_organiser", "editor", "administrator")
RANDOM = frozenset({"accounts:passkey_add", "accounts:passkey_challenge"})
# Entries are numbered through the whole platform: a number that is left out says nothing about whose it is.
NUMBERED = {"statistics:log_file": re.compile(r"<t>\d+</t>")}
# What changes from one answer to the next by itself.
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|"token": ?"[^"]*"|nonce[-=]"?[\w+/=-]+|[0-9a-f]{32}'
    r'|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(\.\d+)? ?ms|"ms": ?[\d.]+'
)
NEVER = re.compile(r"(?!)")
HEADERS = ("Location", "Content-Disposition", "ETag", "Content-Type")


def said_in_private() -> None:
    """By people whose own pages are not walked, about people whose pages are."""
    who = {one.registration.name: one for one in Participant.objects.select_related("registration")}
    by_link: dict[str, Any] = {"has_link": True, "by": Subject(), "now": builders.NOW}
    for by, towards, kind, purpose in (
        ("Bo Nilsson", "Eve Unger", "rather_not", ""),
        ("Fay Voss", "Ada Lindqvist", "rather_not", ""),
        ("Cy Tannert", "Eve Unger", "must", PURPOSE),
    ):
        wishing.wish(
            participant_id=who[by].pk, towards_id=who[towards].pk, kind=kind, purpose=purpose, **by_link
        )
    Wish.objects.create(  # on the day wishes are over: this one was noted before
        by=who["Ben Heute"], towards=who["Fio Heute"], kind="rather_not", changed_at=builders.NOW
    )
    gil, hed = who["Gil Früher"], who["Hed Früher"]
    contacts.save_note(participant_id=hed.pk, partner_id=gil.pk, text=NOTE, **by_link)
    Mark.objects.filter(participant=hed).update(next_step=STEP)


def text_of(answer: HttpResponse) -> str:
    """Everything a reader finds: state, headers, the page, cells of a workbook, words of a print."""
    data = b"".join(answer) if answer.streaming else answer.content
    heads = "\n".join(f"{name}: {answer[name]}" for name in HEADERS if name in answer)
    return f"{answer.status_code}\n{heads}\n{CHANGING.sub('', '\n'.join(unpacked(data)))}"


def unpacked(data: bytes) -> Iterator[str]:
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in sorted(archive.namelist()):
                if not name.startswith("docProps/"):
                    yield from (name, *unpacked(archive.read(name)))
    elif data.startswith(b"%PDF"):
        yield from (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    else:
        yield data.decode("utf-8", "replace")


def answers(world: World, table: Sequence[Line], asker: str) -> Mapping[str, str]:
    """By address what somebody is answered; whatever that writes is taken back."""
    found = {}
    with time_machine.travel(MORNING, tick=False), walk.undone():
        client = walk.browser_of(world, asker)
        key = client.cookies.get(settings.SESSION_COOKIE_NAME)
        for line in table:
            if line.name in RANDOM or (line.section in LINKS and asker != "visitor"):
                continue
            if key:
                client.cookies[settings.SESSION_COOKIE_NAME] = key.value
            found[line.name] = NUMBERED.get(line.name, NEVER).sub("", text_of(asked(client, world, line)))
    return found


def asked(client: Client, world: World, line: Line) -> HttpResponse:
    headers = {"Authorization": f"Bearer {world.named[line.whose]}"} if line.section == "key" else {}
    answer: HttpResponse = client.get(world.address_of(line), headers=headers)
    return answer


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """By address the lines that are new."""
    return {
        name: sorted(set(after[name].splitlines()) - set(before[name].splitlines()))[:5]
        for name in before
        if before[name] != after[name]
    }


@pytest.mark.parametrize("asker", ASKERS)
def test_no_answer_to_anybody_else_holds_or_depends_on_what_was_said_in_private(
    world: World, table: list[Line], asker: str
) -> None:
    with walk.undone():
        before = answers(world, table, asker)
        said_in_private()
        after = answers(world, table, asker)
    told = {name: marker for name, text in after.items() for marker in MARKERS if marker in text}
    assert told == {}
    assert changes(before, after) == {}


@pytest.mark.parametrize(
    ("name", "said"), [("Cy Tannert", PURPOSE), ("Fay Voss", '"rather_not"'), ("Hed Früher", NOTE)]
)
def test_whoever_said_it_reads_it_so_the_walk_would_notice(world: World, name: str, said: str) -> None:
    with walk.undone(), time_machine.travel(MORNING, tick=False):
        said_in_private()
        one = Participant.objects.select_related("registration").get(registration__name=name)
        address = reverse("registration:data", args=[linked(one.registration)])
        assert said in text_of(Client().get(address))


def test_neither_rows_of_others_nor_files_nor_logs_hold_it(
    world: World, table: list[Line], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Letters, work and its results, the audit trail, files that were made, and what was logged."""
    with walk.undone():
        said_in_private()
        answers(world, [one for one in table if one.section != "public"], "organiser")
        rows = serializers.serialize(
            "json", [*Mail.objects.all(), *Job.objects.all(), *AuditEntry.objects.all()]
        )
        files = [one.read_bytes() for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    logged = caplog.text + "".join(capfd.readouterr())
    assert [one for one in (*MARKERS, "rather_not") if one in rows] == []
    assert [one for one in MARKERS if any(one.encode() in data for data in files)] == []
    assert [one for one in (*MARKERS, "rather_not") if one in logged] == []
