"""Visitors report, machines do not, editors read, and who sent a report is forgotten in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from handschlag.accounts.models import User
from handschlag.accounts.own_data import data_holders
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.pages import reports
from handschlag.pages.models import Report, ReportFault, ReportKind, fault_of
from handschlag.pages.plugins import HOLDER
from handschlag.pages.reports import sealed_time

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def draft(**changes: object) -> reports.Draft:
    given = {
        "kind": ReportKind.ERROR,
        "text": "Gegründet wurde das Netzwerk 2001.",
        "about": "/de/networks/optence/",
        "source": "https://example.org/chronik",
        "name": "Petra Muster",
        "email": "petra@example.org",
        "language": "de",
        "taken": A_MINUTE,
    }
    return reports.Draft(**{**given, **changes})  # type: ignore[arg-type]


def sent(now: datetime, **changes: object) -> Report:
    return reports.send_report(draft=draft(**changes), place="192.0.2.7", by=Subject(), now=now)


def typed(now: datetime, **changes: str) -> dict[str, str]:
    given = {
        "kind": "missing_network",
        "text": "Es fehlt Photonik Nord.",
        "homepage": "",
        "shown": sealed_time(now),
    }
    return {**given, **changes}


@pytest.fixture
def address() -> str:
    with override("de"):
        return reverse("pages:contact")


def test_a_report_is_kept_and_every_editor_gets_a_letter(now: datetime, editha: User, martha: User) -> None:
    report = sent(now)
    assert Report.objects.get() == report
    letter = Mail.objects.get()
    assert (letter.to, letter.language) == (editha.email, "de")
    assert "Gegründet wurde das Netzwerk 2001." in letter.text
    assert "/de/reports/" in letter.text
    assert "petra@example.org" not in letter.text + letter.subject
    assert "Petra" not in letter.text + letter.html
    entry = AuditEntry.objects.get(verb="report.sent")
    assert (entry.object_id, entry.by_id, entry.changes) == (str(report.pk), None, {})


def test_the_form_sends_a_report_and_shows_that_it_has_arrived(client: Client, address: str) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 9, 0).astimezone(), tick=False) as clock:
        assert client.get(address).status_code == 200
        page = client.get(address)
        shown = page.context["form"]["shown"].value()
        clock.shift(20)
        answer = client.post(address, {**typed(datetime.now().astimezone()), "shown": shown}, follow=True)
    assert answer.redirect_chain == [("/de/contact/sent/", 302)]
    assert "Ihre Meldung ist eingegangen" in answer.content.decode()
    report = Report.objects.get()
    assert (report.kind, report.text, report.language) == (
        "missing_network",
        "Es fehlt Photonik Nord.",
        "de",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"homepage": "https://spam.example"}, "Ein Feld muss leer bleiben"),
        ({"text": "http://a http://b http://c www.d"}, "höchstens drei Links"),
        ({"shown": "made-up"}, "zu lange geöffnet"),
        ({"email": "keine-adresse"}, "E-Mail"),
        ({"text": ""}, "Ihre Meldung"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    client: Client, address: str, now: datetime, changes: dict[str, str], words: str
) -> None:
    with time_machine.travel(now + A_MINUTE, tick=False):
        answer = client.post(address, typed(now, name="Petra Muster", **changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'value="Petra Muster"' in page
    assert not Report.objects.exists()
    assert not Mail.objects.exists()


def test_a_person_who_was_too_fast_gets_through_at_the_second_try(
    client: Client, address: str, now: datetime
) -> None:
    with time_machine.travel(now, tick=False) as clock:
        clock.shift(1)
        first = client.post(address, typed(now))
        assert "Bitte senden Sie die Meldung noch einmal ab" in first.content.decode()
        shown = first.context["form"]["shown"].value()
        clock.shift(10)
        assert client.post(address, {**typed(now), "shown": shown}).status_code == 302
    assert Report.objects.count() == 1


def test_the_sixth_report_of_an_hour_from_one_place_is_refused_with_words(
    client: Client, address: str, now: datetime
) -> None:
    with time_machine.travel(now + A_MINUTE, tick=False):
        for _ in range(5):
            assert client.post(address, typed(now)).status_code == 302
        refused = client.post(address, typed(now))
        other = client.post(address, typed(now), REMOTE_ADDR="198.51.100.9")
    assert "in einer Stunde" in refused.content.decode()
    assert other.status_code == 302
    assert Report.objects.count() == 6


def test_a_form_from_elsewhere_is_not_taken(address: str, now: datetime) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, typed(now)).status_code == 403
    assert not Report.objects.exists()


def test_the_address_can_say_what_a_report_is_about(client: Client, address: str) -> None:
    page = client.get(address, {"kind": "error", "about": '/de/networks/a/"><script>'}).content.decode()
    assert 'value="error" checked' in page
    assert "&quot;&gt;&lt;script&gt;" in page
    assert '"><script>' not in page
    assert client.get(address, {"kind": "nonsense"}).status_code == 200


def test_an_editor_marks_a_report_as_done_and_opens_it_again(
    client: Client, signed_in: Callable[[User], Client], editha: User, now: datetime
) -> None:
    report = sent(now)
    signed_in(editha)
    with override("de"):
        client.post(reverse("pages:report_done", args=[report.pk]))
        report.refresh_from_db()
        assert (report.done_by, report.done_at is not None) == (editha, True)
        assert "Photonik" not in client.get(reverse("pages:reports")).content.decode()
        assert "2001" in client.get(reverse("pages:reports") + "?done=1").content.decode()
        client.post(reverse("pages:report_open", args=[report.pk]))
    report.refresh_from_db()
    assert (report.done_by, report.done_at) == (None, None)
    assert sorted(AuditEntry.objects.values_list("verb", flat=True)) == [
        "report.done",
        "report.reopened",
        "report.sent",
    ]


def test_of_two_editors_one_is_told_that_the_other_was_faster(
    person: Callable[..., User], editha: User, now: datetime
) -> None:
    report = sent(now)
    assert reports.mark_done(report=report, by=editha.subject, now=now)
    assert not reports.mark_done(report=report, by=editha.subject, now=now)
    assert AuditEntry.objects.filter(verb="report.done").count() == 1


def test_who_sent_a_report_is_forgotten_in_time(now: datetime, editha: User) -> None:
    done, fresh, never_done = sent(now), sent(now), sent(now)
    reports.mark_done(report=done, by=editha.subject, now=now)
    reports.mark_done(report=fresh, by=editha.subject, now=now + timedelta(days=60))
    assert reports.delete_old_senders(now=now + timedelta(days=89)) == (0, 0)
    assert reports.delete_old_senders(now=now + timedelta(days=91)) == (1, 0)
    done.refresh_from_db()
    fresh.refresh_from_db()
    assert (done.name, done.email, fresh.name) == ("", "", "Petra Muster")
    assert done.text
    assert reports.delete_old_senders(now=now + timedelta(days=366)) == (2, 1)
    never_done.refresh_from_db()
    assert never_done.email == ""
    assert not Report.objects.filter(pk=done.pk).exists()


def test_the_list_of_reports_takes_the_same_number_of_queries_for_one_and_for_three(
    client: Client, signed_in: Callable[[User], Client], editha: User, now: datetime, queries_of: Callable
) -> None:
    signed_in(editha)
    sent(now)
    one = queries_of(lambda: client.get(reverse("pages:reports")))
    sent(now)
    sent(now)
    assert queries_of(lambda: client.get(reverse("pages:reports"))) == one


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"trap": "x"}, ReportFault.TRAPPED),
        ({"taken": timedelta(seconds=2)}, ReportFault.TOO_FAST),
        ({"taken": timedelta(days=2)}, ReportFault.TOO_OLD),
        ({"text": "https://a www.b http://c"}, None),
        ({"text": "https://a www.b http://c HTTPS://d"}, ReportFault.MANY_LINKS),
    ],
)
def test_what_tells_a_machine_from_a_person(changes: dict, fault: ReportFault | None) -> None:
    assert fault_of(**{"text": "Hallo", "trap": "", "taken": A_MINUTE, **changes}) is fault


def test_a_trapped_report_leaves_nothing_behind(now: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        sent(now, trap="filled")
    assert refused.value.reason is ReportFault.TRAPPED
    assert not AuditEntry.objects.exists()


def test_only_editors_see_reports(
    client: Client, signed_in: Callable[[User], Client], editha: User, paul: User, now: datetime
) -> None:
    sent(now)
    list_of = reverse("pages:reports")
    assert client.get(list_of).status_code in {302, 403, 404}
    signed_in(paul)
    assert client.get(list_of).status_code in {403, 404}
    signed_in(editha)
    page = client.get(list_of).content.decode()
    assert "Gegründet wurde das Netzwerk 2001." in page
    assert 'href="/de/networks/optence/"' in page


def test_somebody_without_the_right_can_finish_no_report(
    client: Client, signed_in: Callable[[User], Client], paul: User, now: datetime
) -> None:
    report = sent(now)
    signed_in(paul)
    assert client.post(reverse("pages:report_done", args=[report.pk])).status_code in {403, 404}
    with pytest.raises(Denied):
        reports.mark_done(report=report, by=paul.subject, now=now)
    report.refresh_from_db()
    assert report.done_at is None


def test_an_account_takes_its_reports_with_it_and_leaves_no_name_behind(now: datetime, paul: User) -> None:
    sent(now, email="Paul@example.org", name="Paul")
    sent(now, email="petra@example.org")
    exported = HOLDER.export(paul.pk)
    assert [one["name"] for one in exported["reports"]] == ["Paul"]
    HOLDER.erase(paul.pk, now)
    assert sorted(Report.objects.values_list("email", flat=True)) == ["", "petra@example.org"]
    assert HOLDER in data_holders()
