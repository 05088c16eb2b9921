"""Words of the vocabulary inside a sentence."""

from __future__ import annotations

import pytest

from handschlag.directory.texts import enumeration_of, in_a_sentence


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("Optische Technologien und Photonik", "optische Technologien und Photonik"),
        ("Organische und gedruckte Elektronik", "organische und gedruckte Elektronik"),
        ("Neue Werkstoffe", "neue Werkstoffe"),
        ("Autonomes Fahren", "autonomes Fahren"),
        ("Pflege und Assistenztechnik", "Pflege und Assistenztechnik"),
        ("Implantate und Biomaterialien", "Implantate und Biomaterialien"),
        ("Bioökonomie", "Bioökonomie"),
        ("IT-Sicherheit", "IT-Sicherheit"),
        ("", ""),
    ],
)
def test_german_labels_lose_the_capital_of_an_adjective_only(label: str, within: str) -> None:
    assert in_a_sentence(label, "de") == within


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("Optics and photonics", "optics and photonics"),
        ("IT security", "IT security"),
        ("3D printing", "3D printing"),
        ("E-health", "e-health"),
    ],
)
def test_english_labels_keep_the_capitals_of_abbreviations(label: str, within: str) -> None:
    assert in_a_sentence(label, "en") == within


def test_words_are_joined_as_in_a_sentence() -> None:
    assert [enumeration_of(words, "or") for words in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        *("", "A"),
        "A or B",
        "A, B or C",
    ]
