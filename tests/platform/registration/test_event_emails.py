"""Every email of an event can be seen before it goes, and organisers may put it into their own words."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.copying import copy_event
from handschlag.events.hooks import EventEmail, UnknownEmail, email_of, event_emails
from handschlag.events.models import EmailWording, Event
from handschlag.registration.emails import content_of, draft_of, example_of, post_to
from handschlag.registration.event_emails import EmailRefusal, OwnWords, placeholder_rows, save_wording
from handschlag.registration.models import Registration

ALL = {email.kind: email for email in event_emails}


@pytest.fixture
def ada(event: Event, register: Callable[..., Registration]) -> Registration:
    registered = register(event)
    Mail.objects.all().delete()
    return registered


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_can_be_previewed_and_is_not_sent(language: str, ada: Registration, now: datetime) -> None:
    for email in ALL.values():
        draft = draft_of(email, ada, language=language, now=now)
        content = content_of(draft)
        assert (draft.kind, draft.event_id, draft.language) == (email.kind, ada.event_id, language)
        assert "SEALED" not in content.subject + content.text + content.html
        assert content.html.startswith("<!DOCTYPE html>")
    assert not Mail.objects.exists()


@pytest.mark.parametrize("kind", sorted(set(ALL) - {"registration.message"}))
def test_every_email_greets_and_its_first_sentence_begins_small(
    kind: str, ada: Registration, now: datetime
) -> None:
    first, second = _beginning(kind, ada, now)
    assert first.startswith("Guten Tag")
    said = second.split()[0]
    if said[0].isupper():
        assert said.strip("„“:") in {*ADDRESSED, "Beispielbeitrag", "Netzwerke", "Kim", "Anfragen"}, second


ADDRESSED = ("Sie", "Ihr", "Ihre")


def _beginning(kind: str, ada: Registration, now: datetime) -> list[str]:
    text = content_of(draft_of(ALL[kind], ada, language="de", now=now)).text
    return text.split("\n\n")[:2]


@pytest.mark.parametrize("kind", ["matching.published", "matching.changed", "matching.tomorrow"])
def test_a_preview_names_who_is_met(kind: str, ada: Registration, now: datetime) -> None:
    assert "T4: Kim Beispiel" in content_of(draft_of(ALL[kind], ada, language="de", now=now)).text


def test_each_can_be_seen_before_anybody_is_registered(event: Event, now: datetime) -> None:
    for kind in ALL:
        content = example_of(kind, event, now=now)
        assert content.subject
        assert "SEALED" not in content.text


def test_what_each_offers_as_placeholders_it_knows(ada: Registration, now: datetime) -> None:
    for email in ALL.values():
        _check_placeholders(email, ada, now)


@pytest.mark.parametrize("kind", ALL)
def test_every_placeholder_is_explained(kind: str) -> None:
    rows = placeholder_rows(ALL[kind])
    assert [name for name, _, _ in rows] == [f"{{{name}}}" for name in ALL[kind].placeholders]
    assert all(str(words) for _, words, _ in rows)


def _check_placeholders(email: EventEmail, ada: Registration, now: datetime) -> None:
    lines = [f"<{name}:{{{name}}}>" for name in email.placeholders if name not in {"link", "list"}]
    text = "\n".join([*lines, *(["{list}"] if email.list_of else []), "{link}", "Bis bald"])
    EmailWording.objects.create(
        event=ada.event, kind=email.kind, subject_de="{event}!", text_de=text, changed_at=now
    )
    content = content_of(draft_of(email, ada, language="de", now=now))
    assert ":>" not in content.text, email.kind
    assert content.subject == "Netzwerke verbinden!"
    assert content.text.index("Bis bald") > content.text.index("http")


TEXT = "Hallo {name},\n\nschön, dass Sie kommen.\n\n{list}\n\n{link}\n\n{reason}"


def page_of(kind: str) -> str:
    return f"/de/manage/events/netzwerke-verbinden/emails/{kind}/"


@pytest.fixture
def desk(client: Client, otto: User) -> Client:
    client.force_login(otto)
    return client


def test_the_list_names_all_and_what_was_sent(
    desk: Client, event: Event, register: Callable[..., Registration]
) -> None:
    register(event)
    page = desk.get("/de/manage/events/netzwerke-verbinden/emails/").text
    assert all(str(email.title) in html.unescape(page) for email in event_emails)
    assert page.count(page_of("registration.confirmed")) == 1
    kinds = set(Mail.objects.values_list("kind", flat=True))
    assert "registration.confirmed" in kinds
    assert page.count("noch nicht gesendet") == len(ALL) - len(kinds)


def test_own_text_is_previewed_and_sent(
    desk: Client, ada: Registration, register: Callable[..., Registration]
) -> None:
    words = {"way": "text", "subject_de": "Willkommen, {name}", "subject_en": "Welcome, {name}"}
    words |= {"text_de": TEXT, "text_en": TEXT, "seen": "0"}
    page = desk.post(page_of("registration.confirmed"), words, follow=True).text
    assert "Willkommen, Ada" in page
    assert "schön, dass Sie kommen." in page
    register(ada.event, "ben")
    sent = Mail.objects.get(kind="registration.confirmed")
    assert sent.subject == "Willkommen, Ben"
    assert "weil Sie für „Netzwerke verbinden“ angemeldet sind" in sent.text
    assert "Ihr Team von" in sent.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            TEXT.replace("{name}", "{nam}"),
            "Zeile 1: {nam} ist kein Platzhalter dieser E-Mail. Meinten Sie {name}?",
        ),
        (TEXT.replace("{link}", ""), "{link} fehlt."),
        (TEXT.replace("{reason}", ""), "{reason} fehlt."),
        (TEXT.replace("\n\n{link}", " {link}"), "{list} braucht eine eigene Zeile."),
        (TEXT.replace("{name}", "{name"), "Zeile 1:"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_with_its_place(
    text: str, said: str, desk: Client, ada: Registration
) -> None:
    words = {"way": "text", "subject_de": "Hallo", "subject_en": "Hello", "text_de": text, "text_en": TEXT}
    answer = desk.post(page_of("registration.confirmed"), words | {"seen": "0"})
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert not EmailWording.objects.exists()


def test_a_sentence_of_their_own_stands_in_the_usual_text(
    desk: Client, ada: Registration, now: datetime
) -> None:
    words = {"way": "sentence", "sentence_de": "Bringen Sie {name} mit.", "sentence_en": "Bring {name}."}
    desk.post(page_of("registration.changed"), words | {"seen": "0"})
    text = content_of(draft_of(ALL["registration.changed"], ada, language="en", now=now)).text
    assert "The organisers have changed your registration" in text
    assert "Bring Ada." in text
    stale = desk.post(page_of("registration.changed"), {"way": "usual", "seen": "0"})
    assert stale.status_code == 422
    desk.post(page_of("registration.changed"), {"way": "usual", "seen": "1"})
    assert not EmailWording.objects.exists()


def test_what_is_written_each_time_has_no_words_of_ones_own(event: Event, otto: User, now: datetime) -> None:
    words = OwnWords(sentence_de="Bis bald.", sentence_en="See you soon.")
    email = ALL["registration.message"]
    with pytest.raises(Refusal, match=EmailRefusal.FAULTY.value):
        save_wording(event_id=event.pk, email=email, words=words, seen=0, by=otto.subject, now=now)
    assert not EmailWording.objects.exists()


def test_a_copied_event_keeps_the_words(event: Event, otto: User, now: datetime) -> None:
    words = {"sentence_de": "Bis bald.", "sentence_en": "See you soon."}
    EmailWording.objects.create(event=event, kind="registration.changed", changed_at=now, **words)
    made = copy_event(
        event_id=event.pk,
        title_de="Noch einmal",
        title_en="",
        first_day=event.first_day.replace(year=2028),
        with_speakers=False,
        by=otto.subject,
        now=now,
    )
    assert made.event.email_wordings.get().sentence_de == "Bis bald."


def test_a_test_goes_to_the_organiser_and_opens_nothing(desk: Client, otto: User, ada: Registration) -> None:
    desk.post(page_of("registration.confirmed") + "test/", {"person": ada.pk, "language": "en"})
    sent = Mail.objects.get()
    assert (sent.to, sent.language, sent.event_id) == (otto.email, "en", None)
    assert sent.subject.startswith("Test: ")
    assert "SEALED" not in sent.text
    assert "••••" in sent.text
    page = desk.get(page_of("registration.confirmed") + f"preview.html?person={ada.pk}")
    assert page["Content-Security-Policy"].startswith("sandbox")


def test_one_that_nobody_declares_is_not_sent(ada: Registration, now: datetime) -> None:
    with pytest.raises(UnknownEmail):
        post_to(ada, lambda: email_of("nothing"), kind="nothing", now=now)  # type: ignore[arg-type,return-value]


def test_the_preview_reads_one_person_with_their_organisation(desk: Client, ada: Registration) -> None:
    """Not everybody with all organisations, to show one of them."""
    for path in ("", "preview.html", f"?person={ada.pk}"):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(page_of("registration.confirmed") + path).status_code == 200
        whole = [
            one["sql"] for one in asked if 'JOIN "directory_actor"' in one["sql"] and "LOWER(" in one["sql"]
        ]
        assert len(whole) == 1
        assert all(f'"registration_registration"."id" = {ada.pk}' in sql for sql in whole)


def test_whoever_was_chosen_stands_in_the_choice(
    desk: Client, ada: Registration, event: Event, register: Callable[..., Registration]
) -> None:
    last = register(event, "zoe")
    with patch("handschlag.registration.event_emails._SHOWN", 1):
        page = desk.get(page_of("registration.confirmed") + f"?person={last.pk}").content.decode()
    assert f'<option value="{last.pk}" selected>Zoe</option>' in page
    assert page.count(f'<option value="{ada.pk}"') == 1
    unknown = desk.get(page_of("registration.confirmed") + f"?person={last.pk + 1}").content.decode()
    assert f'<option value="{ada.pk}" selected>' in unknown
