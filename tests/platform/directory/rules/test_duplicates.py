"""Actors that may be one are found, and others are left alone."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.common.names import folded_name
from handschlag.directory.similar_actors import (
    Candidate,
    DuplicateReason,
    bare_name,
    compare,
    host_of,
    likely_pairs,
)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Linsen Meier GmbH", "linsen meier"),
        ("Linsen Meier GmbH & Co. KG", "linsen meier"),
        ("Linsen-Meier gGmbH", "linsen meier"),
        ("Linsen Meier G.m.b.H.", "linsen meier"),
        ("MÜLLER & Söhne Aktiengesellschaft", "mueller und soehne"),
        ("Optence e. V.", "optence"),
        ("Optence e.V.", "optence"),
        ("Straßenbau UG (haftungsbeschränkt)", "strassenbau"),
        ("AG", "ag"),
        ("Agentur für Licht", "agentur fuer licht"),
        ("Café Élan OHG", "cafe elan"),
    ],
)
def test_a_legal_form_is_no_part_of_a_name(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded_name(folded_name(text)) == folded_name(text)


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.meier.example/kontakt", "meier.example"),
        ("http://meier.example", "meier.example"),
        ("meier.example", "meier.example"),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_a_website_is_known_by_its_host(website: str, host: str) -> None:
    assert host_of(website) == host


ONE = Candidate(id=1, name="Linsen Meier GmbH", place="Dresden", website="https://linsen-meier.example")


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Candidate(id=2, name="Linsen Meier AG", place="Dresden"), (DuplicateReason.SAME_NAME,)),
        (Candidate(id=2, name="LINSEN-MEIER", place=""), (DuplicateReason.SAME_NAME,)),
        (Candidate(id=2, name="Linsenmeier GmbH", place="Dresden"), (DuplicateReason.SAME_NAME,)),
        (Candidate(id=2, name="Linsen Meier GmbH", place="Jena"), (DuplicateReason.SAME_NAME_ELSEWHERE,)),
        (Candidate(id=2, name="Linsen Meyer GmbH", place="Dresden"), (DuplicateReason.SIMILAR_NAME,)),
        (Candidate(id=2, name="Meier Linsen", place="Dresden"), (DuplicateReason.SIMILAR_NAME,)),
        (
            Candidate(id=2, name="Meier Optik GmbH & Co. KG", website="http://www.linsen-meier.example/"),
            (),
        ),
        (
            Candidate(id=2, name="Linsen Meier Vertriebsgesellschaft", website="linsen-meier.example/de"),
            (DuplicateReason.SAME_WEBSITE,),
        ),
        (
            Candidate(id=2, name="Linsen Meier KG", place="Dresden", website="linsen-meier.example"),
            (DuplicateReason.SAME_NAME, DuplicateReason.SAME_WEBSITE),
        ),
        (Candidate(id=2, name="Spiegel Schulze GmbH", place="Dresden"), ()),
        (Candidate(id=2, name="Linsen Meier 2 GmbH", place="Dresden"), ()),
        (Candidate(id=2, name="Linsen Meier GmbH", place="Dresden", parent=1), ()),
    ],
)
def test_a_pair_has_its_reasons(other: Candidate, reasons: tuple[DuplicateReason, ...]) -> None:
    found = compare(ONE, other)
    assert (found.reasons if found else ()) == reasons
    assert compare(other, ONE) == found


def test_two_ror_ids_are_two_organisations_and_one_is_one() -> None:
    one = Candidate(id=1, name="Institut A", ror_id="042nb2s44")
    assert compare(one, Candidate(id=2, name="Institut A", ror_id="03yrm5c26")) is None
    same = compare(one, Candidate(id=2, name="Ganz anders", ror_id="042nb2s44"))
    assert same is not None
    assert (same.reasons, same.likeness) == ((DuplicateReason.SAME_ROR,), 100)


def test_institutes_of_one_university_are_not_duplicates_by_their_website() -> None:
    chairs = [
        Candidate(
            id=i,
            name=f"TU Nahetal, Professur {name}",
            kind="university",
            place="Nahetal",
            website="tu.example",
        )
        for i, name in enumerate(["Optische Systeme", "Optische Messtechnik", "Mechanik", "Mechatronik"])
    ]
    assert likely_pairs(chairs) == ()


def test_the_likeliest_pair_comes_first() -> None:
    pairs = likely_pairs(
        [
            ONE,
            Candidate(id=2, name="Linsen Meyer GmbH", place="Dresden"),
            Candidate(id=3, name="Linsen Meier AG", place="Dresden", website="linsen-meier.example"),
        ]
    )
    assert (pairs[0].first, pairs[0].second) == (1, 3)
    assert [p.likeness for p in pairs] == sorted((p.likeness for p in pairs), reverse=True)


WORDS = ["linsen", "meier", "optik", "gmbh", "dresden", "system", "technik"]
made_up = st.builds(
    Candidate,
    id=st.integers(1, 30),
    name=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    place=st.sampled_from(["", "Dresden", "Jena"]),
    website=st.sampled_from(["", "a.example", "b.example"]),
    kind=st.sampled_from(["company", "university"]),
)


@given(st.lists(made_up, max_size=10, unique_by=lambda one: one.id))
def test_blocks_find_what_comparing_everybody_in_one_town_finds(candidates: list[Candidate]) -> None:
    found = {(pair.first, pair.second) for pair in likely_pairs(candidates)}
    expected = {
        (likely.first, likely.second)
        for index, one in enumerate(candidates)
        for other in candidates[index + 1 :]
        if (likely := compare(one, other))
    }
    assert found == expected


def test_thirteen_thousand_actors_take_seconds() -> None:
    dice = random.Random(7)
    syllables = [a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "u", "au", "ei")]
    towns = [f"Ort {i}" for i in range(250)]
    names = [
        "".join(dice.choices(syllables, k=3)) + " " + dice.choice(WORDS) + " GmbH" for _ in range(13_000)
    ]
    many = [
        Candidate(id=i, name=name, place=towns[min(int(dice.expovariate(0.02)), 249)])
        for i, name in enumerate(names)
    ]
    many += [
        Candidate(id=20_000 + i, name=names[i].replace("GmbH", "AG"), place=many[i].place) for i in range(50)
    ]
    begun = time.process_time()
    pairs = likely_pairs(many)
    assert time.process_time() - begun < 20
    assert {(i, 20_000 + i) for i in range(50)} <= {(p.first, p.second) for p in pairs}
