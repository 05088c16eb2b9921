"""What kind of thing a sentence offers or looks for, read from words as managers write them."""

from __future__ import annotations

import pytest

from handschlag.matching.kinds import KIND_LABELS, NEED, OFFER, Kind, kind_read

NEEDS = {
    "Pilotanwender für Innenausbau aus Rezyklat": Kind.PILOT,
    "Jemand, der unsere Messtechnik an einer echten Linie erprobt": Kind.PILOT,
    "customers for our inline spectrometer": Kind.CUSTOMER,
    "Lieferant für gehärtete Führungen, auch kleine Mengen": Kind.SUPPLIER,
    "Akkreditiertes Prüflabor für Dauerfestigkeit": Kind.TEST,
    "test lab for hydrogen permeation": Kind.TEST,
    "Hochschule, die mit uns an Feststoffbatterien forscht": Kind.RESEARCH,
    "Partner für einen ZIM-Antrag zu Leichtbau": Kind.PARTNER,
    "Konsortium für Horizon Europe, Thema Wasser": Kind.PARTNER,
    "Schulung zum Lieferkettengesetz für den Einkauf": Kind.EXPERTISE,
    "Eine Investorin für die Serienfertigung": Kind.INVESTOR,
    "Vertriebspartner im Ausland": Kind.SALES,
    "Zwei Azubis für die Zerspanung": Kind.STAFF,
    "Autoklav tageweise mieten": Kind.EQUIPMENT,
    "Neue Kunden aus der Medizintechnik": Kind.CUSTOMER,
}
OFFERS = {
    "Unser Stall steht für Erprobungen von Sensorik bereit": Kind.PILOT,
    "Wir kaufen Gehäuse aus Druckguss": Kind.CUSTOMER,
    "We buy laser optics every month": Kind.CUSTOMER,
    "Wir fertigen Zahnräder ab Losgröße 1": Kind.SUPPLIER,
    "Wir kalibrieren Sensoren, akkreditiert": Kind.TEST,
    "Gemeinsame Forschung zu Katalysatoren, Institut mit Technikum": Kind.RESEARCH,
    "Wir koordinieren ZIM-Netzwerke": Kind.PARTNER,
    "Beratung zur Maschinenverordnung": Kind.EXPERTISE,
    "seed capital and venture funding for deep tech": Kind.INVESTOR,
    "Vertrieb in der Schweiz und Österreich": Kind.SALES,
    "Werkstudenten der Informatik": Kind.STAFF,
    "Messzeit am Elektronenmikroskop": Kind.EQUIPMENT,
}


@pytest.mark.parametrize(
    ("text", "direction", "kind"),
    [
        *((text, NEED, kind) for text, kind in NEEDS.items()),
        *((text, OFFER, kind) for text, kind in OFFERS.items()),
    ],
)
def test_words_say_the_kind(text: str, direction: str, kind: Kind) -> None:
    assert kind_read(text, direction) is kind


@pytest.mark.parametrize("text", ["", "Photonik", "Schwarze Kunststoffe auseinanderhalten"])
def test_where_no_word_says_it_nothing_is_claimed(text: str) -> None:
    assert kind_read(text, NEED) is None


def test_the_same_word_says_another_kind_in_the_other_direction() -> None:
    text = "Messeinrichtung mieten"
    assert (kind_read(text, NEED), kind_read(text, OFFER)) == (Kind.EQUIPMENT, Kind.CUSTOMER)


def test_every_kind_has_a_name_in_both_directions() -> None:
    assert set(KIND_LABELS[NEED]) == set(KIND_LABELS[OFFER]) == set(Kind)


def test_the_longest_text_is_read_in_no_time() -> None:
    """Phrases with gaps must not make a text of one repeated beginning expensive."""
    assert kind_read("nehmen " * 34, OFFER) is Kind.CUSTOMER
    assert kind_read("firmen " * 34, NEED) is None
