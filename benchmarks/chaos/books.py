"""What has to be true when the storm is over: each thing that somebody was told is looked up."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.chaos.crowd import Deed, colour_of
from benchmarks.chaos.world import NETWORK

NEAR = 24  # of 256; pictures are packed anew


def settle(mend: Callable[[], None], *, seconds: float) -> None:
    """Letters go out and jobs end; whatever waits for its next try is sent for, as an operator would."""
    from django.core.management import call_command
    from django.db import OperationalError, connections

    from handschlag.common.models import Job, JobState, Mail, MailState

    until, jobs, letters, before = time.monotonic() + seconds, 1, 1, None
    while (jobs or letters) and time.monotonic() < until:
        if (jobs, letters) != before:  # it goes on: only a standstill is given up
            until, before = time.monotonic() + seconds, (jobs, letters)
        mend()
        time.sleep(2)
        connections.close_all()
        with contextlib.suppress(OperationalError):  # the database comes back from the last blow
            call_command("mail", "send-now", verbosity=0)
            asked = Job.objects.exclude(owner=None)
            jobs = asked.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).count()
            letters = Mail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING]).count()


def faults_in(deeds: Iterable[Deed], letters: Path) -> dict[str, list[str]]:
    """By kind of deed, and of the books as a whole: empty where nothing is lost or doubled."""
    known: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        known[deed.kind].append(deed)
    took = [json.loads(line) for line in letters.read_text("utf-8").splitlines()] if letters.exists() else []
    return {
        "code": lost_codes(known["code"], took),
        "yes": lost_answers(known["yes"]),
        "logo": lost_logos(known["logo"]),
        "print": lost_jobs(known["print"]),
        "letter": wrong_letters(took),
        "audit": wrong_audit(known["yes"]),
        "database": damage(),
    }


def done(deeds: Iterable[Deed]) -> list[Deed]:
    return [one for one in deeds if one.ending == "acknowledged"]


def lost_codes(deeds: list[Deed], took: list[dict[str, str]]) -> list[str]:
    """Everybody who was told that a letter comes got one, and nobody two."""
    ids = defaultdict(set)
    for one in took:
        ids[one["to"]].add(one["id"])
    lost = [f"no letter to {one.about}" for one in done(deeds) if not ids[one.about]]
    return lost + [f"two letters to {one.about}" for one in deeds if len(ids[one.about]) > 1]


def lost_answers(deeds: list[Deed]) -> list[str]:
    from handschlag.matching.models import Party

    rows = Party.objects.filter(is_sender=False, said_yes_at__isnull=False, kind="want")
    said = {str(pk) for pk in rows.values_list("request_id", flat=True)}
    return [f"request {one.about} has no yes" for one in done(deeds) if one.about not in said]


def lost_logos(deeds: list[Deed]) -> list[str]:
    """The picture is the last one that was acknowledged, or one that was sent after it."""
    from django.core.files.storage import default_storage
    from PIL import Image

    from handschlag.directory.models import Network

    acknowledged = [int(one.about) for one in done(deeds)]
    if not acknowledged:
        return []
    name = Network.objects.get(slug=NETWORK).logo.name
    if not name or not default_storage.exists(name):
        return [f"logo {acknowledged[-1]} is not there"]
    with default_storage.open(name) as file, Image.open(file) as picture:
        seen: Any = picture.convert("RGB").getpixel((20, 20))
    fitting = [int(one.about) for one in deeds if int(one.about) >= acknowledged[-1]]
    is_found = any(all(abs(a - b) < NEAR for a, b in zip(seen, colour_of(n), strict=True)) for n in fitting)
    return [] if is_found else [f"the logo is older than {acknowledged[-1]}"]


def lost_jobs(deeds: list[Deed]) -> list[str]:
    """Each has come to an end, and whoever looks is told which."""
    from handschlag.common.models import Job

    ends = {f"/de/jobs/{job.pk}/": job for job in Job.objects.exclude(owner=None)}
    found = [one.said for one in done(deeds) if one.said not in ends or not ends[one.said].is_over]
    return [f"{said} has no end" for said in found]


def given_up() -> int:
    """Jobs whose process was killed as often as one may be tried; their pages say so."""
    from handschlag.common.models import Job, JobEnd

    return Job.objects.exclude(owner=None).filter(end=JobEnd.LOST).count()


def wrong_letters(took: list[dict[str, str]]) -> list[str]:
    """All went out; none was made twice; the mail server knows no other ones."""
    from handschlag.common.models import Mail, MailState

    rows = list(Mail.objects.exclude(state=MailState.FAILED, error__in=["expired", "gone"]))
    arrived = {one["id"] for one in took}
    waiting = [f"letter {one.pk} is {one.state} {one.error}" for one in rows if one.state != MailState.SENT]
    sent = [one for one in rows if one.state == MailState.SENT]
    lost = [f"letter {one.pk} never arrived" for one in sent if one.message_id not in arrived]
    same = Counter((one.to, one.subject, one.text) for one in rows)
    doubled = [f"{number} letters of the same words" for number in same.values() if number > 1]
    strange = arrived - set(Mail.objects.values_list("message_id", flat=True))
    return [*waiting, *lost, *doubled, *(f"a letter that nobody wrote: {one}" for one in sorted(strange))]


def repeated(letters: Path) -> tuple[int, int]:
    """Letters that the mail server took, and how many of them again with the same Message-ID."""
    took = Counter(json.loads(line)["id"] for line in letters.read_text("utf-8").splitlines())
    return len(took), sum(number - 1 for number in took.values())


def wrong_audit(deeds: list[Deed]) -> list[str]:
    """Each yes that is held stands in it once, and what protects it is in place."""
    from django.db import connection

    from handschlag.common.audit import missing
    from handschlag.common.models import AuditEntry
    from handschlag.matching.models import Request

    told = Counter(AuditEntry.objects.filter(verb="matching.accepted").values_list("object_id", flat=True))
    held = Request.objects.filter(pk__in=[int(one.about) for one in deeds], state="accepted")
    ids = {str(pk) for pk in held.values_list("pk", flat=True)}
    lost = [f"the yes to {pk} stands {told[pk]} times" for pk in sorted(ids) if told[pk] != 1]
    return lost + [f"not protected: {one}" for one in missing(connection)]


def damage() -> list[str]:
    """Every table can be read to its end; SQLite looks at each page of its file."""
    from django.apps import apps
    from django.db import connection

    for model in apps.get_models():
        if model._meta.managed:  # noqa: SLF001 - Django documents it as public
            list(model._default_manager.values_list("pk", flat=True))  # noqa: SLF001
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA integrity_check").fetchall()
    return [] if said == [("ok",)] else [str(said)[:200]]
