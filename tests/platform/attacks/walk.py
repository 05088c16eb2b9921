"""Walks addresses in the name of somebody, and says what the policy would have answered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from tests.platform.attacks.forms import Form, forms_in
from tests.platform.attacks.world import Line, World
from tests.platform.conftest import session_of

from handschlag.accounts.models import METHOD, Method, SessionStore, User
from handschlag.accounts.policy import MATRIX, Action, Reach, Role, Subject, may
from handschlag.accounts.sessions import SHOWN

# What may change although nobody has changed anything: who came, how often, and that it was written down.
BESIDE = {"accounts_session", "common_auditentry", "accounts_tally", "django_session"}
WRITES = re.compile(r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"([^"]+)"', re.IGNORECASE)
ASKERS = (
    *("visitor", "plain", "manager", "other_manager", "organiser", "other_organiser"),
    *("reception", "editor", "administrator", "administrator_unshown"),
)
REFUSED = {403, 404, 405}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        connection.atomic_blocks[-1]._from_testcase = True
        yield
        transaction.set_rollback(True)


@dataclass(slots=True)
class Written:
    """Names of the tables that were written to."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


@contextmanager
def watching() -> Iterator[Written]:
    """`with watching() as written:` and then `written.tables`."""
    written = Written()
    with connection.execute_wrapper(written):
        yield written
    written.tables -= BESIDE


def fingerprint() -> dict[str, str]:
    """What every table holds, in few letters."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - BESIDE):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def browser_of(world: World, asker: str) -> Client:
    """Signed in with a passkey; `administrator_unshown` by a code."""
    client = Client(raise_request_exception=False)
    if asker == "visitor":
        return client
    if asker == "reception":
        client.post(f"/de/reception/{world.named['pass_token']}/", {"do": "begin"})
        return client
    key = session_of(world.people[asker.removesuffix("_unshown")])
    if asker.endswith("_unshown"):
        session = SessionStore(session_key=key)
        session[METHOD] = Method.CODE.value
        session[SHOWN] = {}
        session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def session_in(client: Client) -> str:
    """The key that the browser has now, or nothing."""
    found = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def subject_of(world: World, asker: str) -> Subject:
    """As the policy sees them."""
    if asker == "visitor":
        return Subject()
    if asker == "reception":
        return Subject(roles=frozenset({Role.VISITOR, Role.RECEPTION}))
    user = User.objects.get(pk=world.people[asker.removesuffix("_unshown")].pk)
    if asker.endswith("_unshown"):
        user.withheld = frozenset({Role.ADMINISTRATOR})
    return user.subject


def is_owner(asker: str, line: Line) -> bool:
    """Whether the thing of this address is theirs, or one that everybody has of their own."""
    if line.own and not line.inside:
        return asker not in {"visitor", "reception"}
    reaches = MATRIX[Action(line.section)]
    if asker == "reception":
        return reaches.get(Role.RECEPTION) is Reach.OWN and line.inside.get("slug") == "netzwerke-verbinden"
    if asker == "manager":
        return bool(line.own) or reaches.get(Role.NETWORK_MANAGER) is Reach.OWN
    return asker == "organiser" and reaches.get(Role.ORGANISER) is Reach.OWN and not line.own


def led_to(answer: HttpResponse, path: str) -> bool:
    return answer.status_code == 302 and urlsplit(answer["Location"]).path == path


def is_in(answer: HttpResponse, line: Line) -> bool:
    """Neither refused nor sent to the door."""
    if line.step:
        return answer.status_code < 500
    at_the_door = led_to(answer, "/de/account/login/") or led_to(answer, "/de/account/prove/")
    return answer.status_code not in {401, 403, 404} and answer.status_code < 500 and not at_the_door


def allows(line: Line, *, asker: str, subject: Subject) -> bool:
    """What the policy says of this address."""
    if line.section in {"public", "demo"}:
        return line.section == "public"
    return may(subject, Action(line.section), owns=is_owner(asker, line))


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def complaint(answer: HttpResponse, *, line: Line, asker: str, subject: Subject) -> str:
    """What is wrong with an answer; nothing where the policy says the same."""
    if answer.status_code >= 500:
        return "it breaks"
    if line.section == "public":
        return "" if is_in(answer, line) else "everybody may reach it"
    if line.section == "demo":
        return "" if answer.status_code in {404, 405} else "nobody may reach it"
    if allows(line, asker=asker, subject=subject):
        return "" if is_in(answer, line) else "it may be reached"
    return "" if is_refused(answer, line, subject) else "it must not be reached"


def is_refused(answer: HttpResponse, line: Line, subject: Subject) -> bool:
    if subject.user_id is None and led_to(answer, "/de/account/login/"):
        return True
    if subject.asleep and (led_to(answer, "/de/account/prove/") or led_to(answer, "/de/account/confirm/")):
        return True
    if answer.status_code == 403:  # whoever never may is told so, even of what is hidden from others
        return not (line.hidden and may(subject, Action(line.section), owns=True))
    return answer.status_code == 405 or (answer.status_code == 404 and line.hidden)


def right_asker(line: Line) -> str:
    """Whoever it is meant for."""
    if line.by or line.section not in set(Action):
        return line.by or "visitor"
    reaches = MATRIX[Action(line.section)]
    if line.own or (reaches.get(Role.NETWORK_MANAGER) is Reach.OWN):
        return "manager"
    if Role.ORGANISER in reaches:
        return "organiser"
    return "editor" if Role.EDITOR in reaches else "administrator"


@dataclass(slots=True)
class Bodies:
    """What the pages' own forms would send, by the address they send it to."""

    forms: dict[str, Form] = field(default_factory=dict)

    def read(self, page: str, path: str) -> None:
        for form in forms_in(page):
            target = urlsplit(unescape(form.action)).path or path
            known = self.forms.get(target)
            if known is None or len(form.fields) > len(known.fields):
                self.forms[target] = form

    def of(self, line: Line, world: World) -> dict[str, Any] | str | None:
        """A real body for this address; None where no page has a form for it and the table none."""
        if isinstance(line.data, str):
            return filled(line.data, world)
        form = self.forms.get(urlsplit(world.address_of(line)).path)
        if line.only or form is None:
            found = filled(dict(line.data), world) if line.data or line.only or line.files else None
        else:
            found = form.body() | filled(dict(line.data), world)
        if isinstance(found, dict):
            found = {name: value for name, value in found.items() if value is not False}
            found |= {name: file_of(what) for name, what in line.files.items()}
        return found


def filled(said: Any, world: World) -> Any:
    """`{ada}` in a value is what the world has under that name."""
    if isinstance(said, str):
        return re.sub(r"\{(\w+)\}", lambda found: str(world.named.get(found[1], found[0])), said)
    if isinstance(said, list):
        return [filled(one, world) for one in said]
    if isinstance(said, dict):
        return {filled(name, world): filled(value, world) for name, value in said.items()}
    return said


def file_of(what: str) -> SimpleUploadedFile:
    from tests.platform.attacks.world.entries import GOOD, picture

    if what == "picture":
        return SimpleUploadedFile("x.png", picture("PNG"), content_type="image/png")
    if what == "wishes":
        return SimpleUploadedFile("x.csv", b"Von;An;Art\na@example.org;b@example.org;muss\n")
    if what == "people":
        return SimpleUploadedFile("x.csv", b"Name;E-Mail\nNele;nele@example.org\n", content_type="text/csv")
    if what == "calls":
        return SimpleUploadedFile("x.csv", b"Titel;Frist\nNetze;31.12.2030 15:00\n", content_type="text/csv")
    if what == "programme":
        return SimpleUploadedFile("x.csv", b"Titel;Art\nAus der Tabelle;Vortrag\n", content_type="text/csv")
    return SimpleUploadedFile("x.csv", GOOD.encode(), content_type="text/csv")


def posted(client: Client, address: str, body: dict[str, Any] | str | None, **headers: str) -> HttpResponse:
    if isinstance(body, str):
        return client.post(address, body, content_type="application/json", headers=headers)
    for value in (body or {}).values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(address, body or {}, headers=headers)


def name_of(path: str) -> str:
    """The name of an address."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def as_json(**values: Any) -> str:
    return json.dumps(values)
