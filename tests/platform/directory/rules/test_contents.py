"""What an entry says goes into JSON and comes back the same."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.directory.contents import (
    ActorContent,
    Figure,
    GeoPoint,
    InProgramme,
    LabelHeld,
    NetworkContent,
    Sourced,
    StatementData,
    StoryContent,
    changed_fields,
    of_json,
    to_json,
    with_changes,
)

days = st.dates(min_value=date(1900, 1, 1))
texts = st.text(max_size=20)
spots = st.builds(GeoPoint, place=texts, land=texts, latitude=st.none() | st.floats(47, 55))
networks = st.builds(
    NetworkContent,
    kind=texts,
    name=texts,
    umbrella=st.none() | st.integers(),
    spot=spots,
    founded=st.none() | st.integers(1500, 2100),
    fields=st.lists(texts, max_size=3).map(tuple),
    programmes=st.lists(st.builds(InProgramme, programme=st.integers(), since=st.none() | days)).map(tuple),
    labels=st.lists(st.builds(LabelHeld, level=texts, awarded_on=days), max_size=2).map(tuple),
    member_figures=st.lists(st.builds(Figure, members=st.integers()), max_size=2).map(tuple),
    sources=st.lists(st.builds(Sourced, fact=texts, source=texts, seen_on=days), max_size=2).map(tuple),
)
actors = st.builds(
    ActorContent,
    kind=texts,
    name=texts,
    is_sme=st.none() | st.booleans(),
    statements=st.lists(
        st.builds(
            StatementData, direction=texts, text_de=texts, concepts=st.lists(texts, max_size=2).map(tuple)
        )
    ).map(tuple),
)
stories = st.builds(StoryContent, kind=texts, day=days, title_de=texts, text_de=texts)


@given(networks | actors | stories)
def test_what_is_written_down_comes_back_the_same(content) -> None:
    assert of_json(type(content), json.loads(json.dumps(to_json(content)))) == content


@given(networks, networks)
def test_the_changes_between_two_contents_lead_from_one_to_the_other(before, after) -> None:
    changes = json.loads(json.dumps(changed_fields(before, after)))
    assert with_changes(before, changes) == after


def test_only_what_differs_is_a_change() -> None:
    before = NetworkContent(kind="cluster", name="Optik", founded=2001)
    after = NetworkContent(kind="cluster", name="Optik Sachsen", founded=2001)
    assert changed_fields(before, after) == {"name": "Optik Sachsen"}


def test_a_fact_that_did_not_exist_when_it_was_written_down_has_its_default() -> None:
    assert of_json(NetworkContent, {"kind": "cluster", "name": "Optik", "unknown": 1}) == NetworkContent(
        kind="cluster", name="Optik"
    )


def test_changes_of_unknown_names_are_ignored() -> None:
    content = NetworkContent(kind="cluster", name="Optik")
    assert with_changes(content, {"is_superuser": True, "name": "Neu"}).name == "Neu"


def test_a_content_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        NetworkContent(kind="cluster", name="Optik").name = "x"  # type: ignore[misc]
