"""The judge of the natural statements, on a set small enough to know the answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.command import main
from benchmarks.recommend import crossed, natural

PEOPLE = """person_id,role,organisation_kind,area,statement_id,side,kind,language,text
G1,,,one,G1-n1,need,pilot,de,Suchen Pilotanwender für Batterieprüfstand
G1,,,one,G1-o1,offer,supplier,de,Batterieprüfstand nach Maß
G2,,,one,G2-o1,offer,pilot,de,Batterieprüfstand darf bei uns erprobt werden
G2,,,one,G2-n1,need,supplier,de,Lieferant für Honig
G3,,,two,G3-o1,offer,supplier,de,Wir fertigen Batterieprüfstände
G3,,,two,G3-o2,offer,supplier,de,Honig vom Imker
G3,,,two,G3-n1,need,customer,de,Kunden für Kerzen
G3,,,two,G3-o3,offer,supplier,de,Kerzen aus Wachs
G3,,,two,G3-o4,offer,supplier,de,Schrauben
"""
GRADES = """need_id,offer_id,grade,relation,need_language-offer_language,shared_words
G1-n1,G2-o1,3,right,de-de,
G1-n1,G3-o1,0,wrong_kind,de-de,
G2-n1,G3-o2,2,right,de-de,
"""
PAIRS = "person_a,person_b,label,a_gives_b,b_gives_a,note\nG1,G2,both,,,\nG1,G3,none,,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("people", PEOPLE), ("grades", GRADES), ("pairs", PAIRS)):
        (tmp_path / f"gold_natural_{name}_open.csv").write_text(text, "utf-8")
    return tmp_path


def test_needs_are_judged_by_what_stands_first(folder: Path) -> None:
    gold = natural.read(folder)
    scores = np.zeros(gold.grades.shape)
    place = {one.id: at for at, one in enumerate(gold.offers)}
    scores[0, [place["G2-o1"], place["G3-o1"]]] = 0.4, 0.5
    judged = natural.found(gold, scores)
    assert judged.is_answered.tolist() == [True, True, False]
    assert judged.hit.tolist() == [0, 0, 0]
    assert judged.among_five.tolist() == [1, 0, 0]
    assert judged.wrong_first.tolist() == [1, 0, 0]
    assert judged.ahead[0] == 1
    assert np.isnan(judged.ahead[1])
    assert judged.gain == pytest.approx([1 / np.log2(3), 0, 0])
    scores[0, place["G2-o1"]] = 0.6
    assert natural.found(gold, scores).hit.tolist() == [1, 0, 0]


def test_weights_are_chosen_without_the_area_that_they_are_judged_on(folder: Path) -> None:
    rows = list(crossed.rows(natural.read(folder), None))
    assert [row[0] for row in rows] == ["treffen"]


def test_the_command_measures_or_says_loudly_that_it_did_not(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.recommend.natural_report.encoder", lambda _: None)
    assert main(["recommend", "--part", "natural", "--gold", str(folder)]) == 0
    assert "cross-validated by area" in capsys.readouterr().out
    assert main(["recommend", "--part", "natural", "--gold", str(tmp_path / "none")]) == 1
    assert "NOT MEASURED: gold_natural_people_open.csv" in capsys.readouterr().out
