"""Editors keep facts: each action by role, with its entry, its refusal and its way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.platform import guide

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.programmes import fact_editing
from handschlag.programmes.fact_editing import Content, FactFault
from handschlag.programmes.models import Fact

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
CONTENT = Content(
    kind="purpose",
    position=10,
    text_de="Hilft Clustern.",
    text_en="Helps clusters.",
    source_title="Seite des Programms",
    source_url="https://programm.example/",
    read_on=date(2026, 11, 1),
    old_from=date(2027, 11, 1),
)


@pytest.fixture
def verbs(now: datetime) -> dict[str, Callable[[User, Fact], Any]]:
    """Every action on a fact that is shown, by its name."""

    def on(act: Callable[..., Any], **more: Any) -> Callable[[User, Fact], Any]:
        return lambda user, fact: act(fact_id=fact.pk, version=fact.version, by=user.subject, now=now, **more)

    return {
        "add": lambda user, fact: fact_editing.add_fact(
            programme_id=fact.programme_id,
            key="new-fact",
            content=CONTENT,
            by=user.subject,
            now=now,
            today=TODAY,
        ),
        "edit": on(fact_editing.edit_fact, content=replace(CONTENT, text_de="Stärkt Cluster."), today=TODAY),
        "check": on(fact_editing.check_fact, today=TODAY),
        "remove": on(fact_editing.remove_fact),
        "undo": on(fact_editing.undo_fact),
        "bring_back": on(fact_editing.bring_back_fact),
    }


@pytest.mark.parametrize("role", Role)
def test_only_editors_and_administrators_keep_facts(
    person: Callable[..., User], verbs: dict[str, Callable[[User, Fact], Any]], role: Role
) -> None:
    user = person("asker", *({role} - {Role.PARTICIPANT, Role.VISITOR}))
    fact = guide.fact(key="own-fact")
    may = role in {Role.EDITOR, Role.ADMINISTRATOR}
    for name, act in verbs.items():
        entries = AuditEntry.objects.count()
        fact.refresh_from_db()
        if may and name not in {"undo", "bring_back"}:
            act(user, fact)
            assert AuditEntry.objects.count() == entries + 1, name
        elif may:
            if name == "undo":
                with pytest.raises(Refusal, match=FactFault.CHANGED_SINCE):
                    act(user, fact)  # it is taken off by now
            else:
                act(user, fact)
                assert AuditEntry.objects.count() == entries + 1, name
        else:
            with pytest.raises(Denied):
                act(user, fact)
            assert AuditEntry.objects.count() == entries, name


def test_a_check_moves_both_days_and_can_be_undone(editha: User, now: datetime) -> None:
    fact = guide.fact(read_on=TODAY - timedelta(days=100), old_from=TODAY - timedelta(days=10))
    checked = fact_editing.check_fact(fact_id=fact.pk, version=1, by=editha.subject, now=now, today=TODAY)
    assert (checked.read_on, checked.old_from) == (TODAY, TODAY + timedelta(days=90))
    entry = AuditEntry.objects.get(verb="fact.checked")
    assert entry.changes["read_on"] == ["2026-08-17", "2026-11-25"]
    undone = fact_editing.undo_fact(fact_id=fact.pk, version=2, by=editha.subject, now=now)
    undone.refresh_from_db()
    assert (undone.read_on, undone.old_from) == (fact.read_on, fact.old_from)
    with pytest.raises(Refusal, match=FactFault.NOTHING_TO_UNDO):
        fact_editing.undo_fact(fact_id=fact.pk, version=3, by=editha.subject, now=now)


def test_an_edit_names_what_changed_and_can_be_undone(editha: User, now: datetime) -> None:
    fact = guide.fact(position=10)
    content = replace(CONTENT, text_de="Stärkt Cluster.", valid_until=date(2027, 1, 1))
    fact_editing.edit_fact(
        fact_id=fact.pk, version=1, content=content, by=editha.subject, now=now, today=TODAY
    )
    entry = AuditEntry.objects.get(verb="fact.edited")
    assert entry.changes == {
        "text_de": ["Hilft Clustern.", "Stärkt Cluster."],
        "valid_until": [None, "2027-01-01"],
    }
    fact_editing.undo_fact(fact_id=fact.pk, version=2, by=editha.subject, now=now)
    fact.refresh_from_db()
    assert (fact.text_de, fact.valid_until) == ("Hilft Clustern.", None)


def test_what_changes_nothing_leaves_no_entry(editha: User, now: datetime) -> None:
    fact = guide.fact(position=10)
    fact_editing.edit_fact(
        fact_id=fact.pk, version=1, content=CONTENT, by=editha.subject, now=now, today=TODAY
    )
    assert not AuditEntry.objects.filter(verb="fact.edited").exists()


def test_whoever_is_slower_changes_nothing(editha: User, now: datetime) -> None:
    fact = guide.fact()
    fact_editing.check_fact(fact_id=fact.pk, version=1, by=editha.subject, now=now, today=TODAY)
    other = replace(CONTENT, text_de="Zu spät.")
    with pytest.raises(Refusal, match=FactFault.CHANGED_SINCE):
        fact_editing.edit_fact(
            fact_id=fact.pk, version=1, content=other, by=editha.subject, now=now, today=TODAY
        )
    fact.refresh_from_db()
    assert fact.text_de == "Hilft Clustern."


@pytest.mark.parametrize(
    ("odd", "fault"),
    [
        ({"read_on": TODAY + timedelta(days=1)}, FactFault.READ_TOMORROW),
        ({"old_from": date(2026, 11, 1)}, FactFault.OLD_BEFORE_READ),
        (
            {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
            FactFault.ENDS_BEFORE_IT_BEGINS,
        ),
    ],
)
def test_odd_days_are_refused(editha: User, now: datetime, odd: dict[str, date], fault: FactFault) -> None:
    fact, content = guide.fact(), replace(CONTENT, **odd)
    with pytest.raises(Refusal, match=fault):
        fact_editing.edit_fact(
            fact_id=fact.pk, version=1, content=content, by=editha.subject, now=now, today=TODAY
        )
    with pytest.raises(Refusal, match=fault):
        fact_editing.add_fact(
            programme_id=fact.programme_id,
            key="x",
            content=content,
            by=editha.subject,
            now=now,
            today=TODAY,
        )


def test_what_the_finder_rests_on_stays_and_other_facts_come_and_go(editha: User, now: datetime) -> None:
    relied, other = guide.fact(key="zim-members"), guide.fact(key="own-fact")
    with pytest.raises(Refusal, match=FactFault.FINDER_RESTS_ON_IT):
        fact_editing.remove_fact(fact_id=relied.pk, version=1, by=editha.subject, now=now)
    assert fact_editing.remove_fact(fact_id=other.pk, version=1, by=editha.subject, now=now).removed_at == now
    with pytest.raises(Refusal, match=FactFault.CHANGED_SINCE):
        fact_editing.check_fact(fact_id=other.pk, version=2, by=editha.subject, now=now, today=TODAY)
    assert (
        fact_editing.bring_back_fact(fact_id=other.pk, version=2, by=editha.subject, now=now).removed_at
        is None
    )


def test_a_key_that_is_taken_is_refused(editha: User, now: datetime) -> None:
    fact = guide.fact(key="taken")
    with pytest.raises(Refusal, match=FactFault.KEY_IS_TAKEN):
        fact_editing.add_fact(
            programme_id=fact.programme_id,
            key="taken",
            content=CONTENT,
            by=editha.subject,
            now=now,
            today=TODAY,
        )
