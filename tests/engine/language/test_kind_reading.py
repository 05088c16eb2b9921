"""What kind of thing a sentence offers or looks for, as likely as its words make it."""

from __future__ import annotations

import pytest

from treffen.language.kinds import KINDS, kind_chances, kind_read

LIKELY = {
    ("need", "Schrauben aus Titan, 200 Stück"): "supplier",
    ("need", "Käserei, in der wir unsere Pumpe drei Monate testen dürfen"): "pilot",
    ("need", "Wer erklärt uns das Verpackungsgesetz?"): "expertise",
    ("need", "Kunden für Lohnmontage gesucht"): "customer",
    ("offer", "Wir kaufen Kabelbäume zu"): "customer",
    ("offer", "Unsere Kelterei steht für Versuche offen"): "pilot",
    ("offer", "Gummidichtungen nach Zeichnung"): "supplier",
    ("offer", "Bohrmaschine, klinisch erprobt"): "supplier",
}


@pytest.mark.parametrize(("said", "kind"), LIKELY.items())
def test_the_likeliest_kind_is_what_a_reader_would_say(said: tuple[str, str], kind: str) -> None:
    side, text = said
    chances = kind_chances(text, side)
    assert KINDS[chances.index(max(chances))] == kind


@pytest.mark.parametrize("side", ["need", "offer"])
@pytest.mark.parametrize("text", ["", "Photonik", "Prüflabor für Kabel", "neue Kunden " * 50])
def test_chances_make_up_one_and_rule_nothing_out(text: str, side: str) -> None:
    chances = kind_chances(text, side)
    assert sum(chances) == pytest.approx(1)
    assert min(chances) > 0


def test_a_word_that_says_a_kind_makes_it_likelier() -> None:
    for text in ("Prüflabor für Kabel", "Vertriebspartner in Polen", "Investor für Ausbau"):
        kind = kind_read(text, "need")
        assert kind is not None
        at = KINDS.index(kind)
        assert kind_chances(text, "need")[at] > 2 * kind_chances("", "need")[at]
