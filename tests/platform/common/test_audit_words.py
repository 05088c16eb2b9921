"""Whatever the code records in the audit trail has words in both languages."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils.translation import override

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common import audit
from handschlag.common.models import AuditEntry
from handschlag.directory.models import JoinState, MemberProposalState
from handschlag.events.details import VERBS
from handschlag.events.editing import EventComponent
from handschlag.registration.places import PlaceState

# Verbs that no constant says: where they come from, and which ones they may be.
PARTS = [part.value for part in EventComponent]
HOUSE = ("block", "desk", "exhibit", "place", "staff", "stand")
COMPUTED = {
    "entry.verb": set(),  # the page of the trail shows it
    **{
        f"verb_of(row, '{done}')": {f"{row}.{done}" for row in HOUSE}
        for done in ("added", "edited", "removed")
    },
    "verb_of(made[0], 'added')": {"place.added", "stand.added"},
    "verb_of(block, 'edited')": {"block.edited"},
    "state.value": {JoinState.ACCEPTED.value, JoinState.DECLINED.value},
    "f'member.{state}'": {
        f"member.{state}" for state in set(MemberProposalState) - {MemberProposalState.OPEN}
    },
    "VERBS[status]": set(VERBS.values()),
    "f'registration.{state}'": {f"registration.{state}" for state in set(PlaceState) - {PlaceState.ASKED}},
    **{
        f"f'{{part.value}}.{done}'": {f"{part}.{done}" for part in PARTS}
        for done in ("added", "edited", "removed", "brought_back")
    },
}
# They stand in modules that write entries, about something else.
WITHOUT_ENTRIES = {
    *("api.delivery", "common.mailperson"),
    *("directory.concept", "directory.district", "directory.land", "directory.place"),
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Recorded:
    """What was found in some code: verbs, and places whose verb nobody can read."""

    verbs: frozenset[str]
    unclear: tuple[str, ...]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def positions(tree: ast.Module) -> dict[str, int]:
    """Where functions of a module that take a verb by place take it."""
    return {
        node.name: [one.arg for one in node.args.args].index("verb")
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and "verb" in [one.arg for one in node.args.args]
    }


def said_in(call: ast.Call, places: dict[str, int]) -> ast.expr | None:
    """What stands for the verb in a call, if it has one."""
    for keyword in call.keywords:
        if keyword.arg == "verb":
            return keyword.value
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = places.get(name, len(call.args))
    return call.args[place] if place < len(call.args) else None


def recorded(sources: list[str]) -> Recorded:
    """The verbs that this code hands to the audit trail, itself or through functions that pass them on."""
    trees = [ast.parse(source) for source in sources]
    found: set[str] = set()
    unclear = []
    with_places = [(tree, positions(tree)) for tree in trees]
    for value in (said_in(call, places) for tree, places in with_places for call in calls(tree)):
        match value:
            case None | ast.Name(id="verb"):  # a function that passes on what its callers say
                pass
            case ast.Constant(value=str(verb)):
                found.add(verb)
            case _:
                code = ast.unparse(value)
                found |= COMPUTED.get(code, set())
                unclear += [] if code in COMPUTED else [code]
    return Recorded(frozenset(found), tuple(unclear))


@pytest.fixture(scope="module")
def everything(root: Path) -> Recorded:
    """Of all code but screens, which show verbs and record none."""
    paths = (root / "src/handschlag").rglob("*.py")
    return recorded([path.read_text("utf-8") for path in paths if "screens" not in (path.stem, *path.parts)])


def test_every_recorded_verb_has_words_and_no_word_is_left_over(everything: Recorded) -> None:
    assert everything.unclear == (), "say the verb as a constant, or add it to COMPUTED"
    assert {"job.enqueue", "role.grant", "added", "accepted", "logo_set"} <= everything.verbs
    own = {verb for verb in audit.verb_labels() if not verb.startswith("chore.")}
    assert everything.verbs - own == set(), "name it in plugins/audit_verbs.py of its floor"
    assert own - everything.verbs == set(), "nobody records it any more"


def test_the_words_are_english_and_german_and_no_codes(everything: Recorded) -> None:
    for verb in everything.verbs:
        with override("en"):
            english = audit.verb_label(verb)
        with override("de"):
            german = audit.verb_label(verb)
        assert not set("_.") & set(english)
        assert german not in (verb, english), verb


def models_near_entries(root: Path) -> Iterator[str]:
    """Models that a module names which writes entries: whatever an entry can be about is among them."""
    for path in (root / "src/handschlag").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if not any(keyword.arg == "verb" for call in calls(tree) for keyword in call.keywords):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handschlag."):
                floor = str(node.module).split(".")[1]
                known = {one.__name__: one for one in apps.get_app_config(floor).get_models()}
                yield from (known[one.name]._meta.label_lower for one in node.names if one.name in known)


def test_whatever_an_entry_can_be_about_has_words_in_both_languages(root: Path) -> None:
    found = set(models_near_entries(root)) - {AuditEntry._meta.label_lower}
    assert {"registration.registration", "matching.service", "accounts.user"} <= found
    assert found - audit.kind_labels().keys() == WITHOUT_ENTRIES, "name it in the plugins of its app"
    for kind in audit.kind_labels():
        assert apps.get_model(kind), kind
        with override("en"):
            assert not set("_.") & set(audit.kind_label(kind))
    with override("de"):
        assert audit.kind_label("registration.registration") == "Anmeldung"
        assert audit.kind_label("gone.model") == "gone.model"


def test_verbs_are_found_however_they_are_handed_over() -> None:
    source = """
def note(row, verb): audit.record(verb=verb, target=row)
def write(row, *, verb): audit.record(verb=verb, target=row)
note(row, "by place")
write(row, verb="by name")
audit.record(verb=f"{made}.up", target=row)
audit.record(verb=state.value, target=row)
other(row, "something else")
"""
    assert recorded([source]) == Recorded(
        frozenset({"by place", "by name", "accepted", "declined"}), ("f'{made}.up'",)
    )


def test_one_verb_with_two_meanings_is_refused() -> None:
    assert audit.merged_labels({"a": "one"}, {"a": "one", "b": "two"}) == {"a": "one", "b": "two"}
    with pytest.raises(audit.TwoMeanings, match="a"):
        audit.merged_labels({"a": "one"}, {"a": "two"})


@pytest.mark.django_db
def test_page_filter_and_file_say_words(
    client: Client, signed_in: Callable[[User], Client], person: Callable[..., User], now
) -> None:
    anna = person("anna", Role.ADMINISTRATOR)
    audit.record(verb="role.grant", target=anna, by_id=anna.pk, now=now)
    audit.record(verb="gone.floor", target=anna, by_id=anna.pk, now=now)
    signed_in(anna)
    for language, word in (("de", "Rolle vergeben"), ("en", "role given")):
        page = client.get(f"/{language}/audit/?verb=role.grant")
        assert [(one.verb, one.words) for one in page.context["entries"]] == [("role.grant", word)]
        assert f'<option value="role.grant" selected>{word}</option>' in page.content.decode()
        assert '<option value="gone.floor">gone.floor</option>' in page.content.decode()
        answer = client.get(f"/{language}/audit/export/?verb=role.grant")
        with override("en" if language == "de" else "de"):  # whoever is served meanwhile
            file = b"".join(answer).decode("utf-8-sig")
        assert file.splitlines()[0].startswith("at;verb;words;")
        assert f";role.grant;{word};accounts.user;" in file.splitlines()[1]
