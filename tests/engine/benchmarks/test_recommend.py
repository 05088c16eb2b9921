"""The measures of the suite `recommend`, on cases small enough to know the answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.command import main
from benchmarks.recommend import gold
from benchmarks.recommend.measures import auc, brier, calibration_error, gains, interval, ranks


def test_ties_are_no_hits() -> None:
    scores = np.array([[0.9, 0.1, 0.2], [0.5, 0.5, 0.1], [0.0, 0.0, 0.0]])
    assert ranks(scores, [0, 0, 2]).tolist() == [0, 1, 2]


def test_gains_are_one_for_the_ideal_order_and_less_for_any_other() -> None:
    grades = np.array([[3.0, 2.0, 0.0]])
    assert gains(np.array([[0.9, 0.5, 0.1]]), grades)[0] == pytest.approx(1.0)
    swapped = gains(np.array([[0.5, 0.9, 0.1]]), grades)[0]
    assert swapped == pytest.approx((3 + 7 / np.log2(3)) / (7 + 3 / np.log2(3)))
    tied = gains(np.array([[0.5, 0.5, 0.1]]), grades)[0]
    assert tied == pytest.approx((1 + swapped) / 2)


def test_auc_is_the_chance_to_stand_above() -> None:
    good = np.array([True, True, False, False])
    assert auc(np.array([0.9, 0.8, 0.2, 0.1]), good) == 1.0
    assert auc(np.array([0.9, 0.1, 0.2, 0.1]), good) == pytest.approx((2 + 0.5) / 4)
    assert np.isnan(auc(np.array([0.1]), np.array([True])))


def test_calibration_and_brier_are_zero_for_who_knows() -> None:
    good = np.array([True, False] * 5)
    assert calibration_error(good.astype(float), good) == 0
    assert brier(good.astype(float), good) == 0
    assert calibration_error(np.full(10, 0.9), good) == pytest.approx(0.4)


def test_an_interval_holds_the_measure_and_is_the_same_again() -> None:
    values = np.array([0.0, 1.0] * 20)
    low, high = interval(40, lambda drawn: float(values[drawn].mean()))
    assert low < 0.5 < high
    assert (low, high) == interval(40, lambda drawn: float(values[drawn].mean()))


def test_without_the_files_the_suite_says_loudly_that_nothing_was_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recommend", "--part", "gold", "--gold", str(tmp_path)]) == 1
    assert "NOT MEASURED: gold_offers.csv" in capsys.readouterr().out


def test_a_small_set_is_measured_in_every_way(tmp_path: Path) -> None:
    (tmp_path / "gold_offers.csv").write_text(
        "id,language,text,fields\nO1,de,Wärmepumpen für Altbau,EUM6\nO2,en,Ship drones,MAR\n",
        "utf-8",
    )
    (tmp_path / "gold_retrieval_open.csv").write_text(
        "id,language,need_text,fields,best_offer,acceptable_offers\nR1,en,Heat pump wanted,EUM6,O1,\n",
        "utf-8",
    )
    head = "id,language_pair,difficulty,offer_text,need_text,offer_fields,need_fields,grade,why\n"
    rows = "P1,de-en,easy,Pumpe,pump,EUM6,EUM6,3,x\nP2,de-en,unrelated,Chor,heat pump,KRE,EUM6,0,y\n"
    (tmp_path / "gold_pairs_open.csv").write_text(head + rows, "utf-8")
    read = gold.read(tmp_path)
    table = list(gold.rows(read, None))
    assert {row[1] for row in table} == {"words", "concepts", "words + concepts"}
    whole = [row for row in table if row[:3] == ("with fields", "words + concepts", "all")]
    assert whole[0][4] == "1.00"
    assert whole[0][8] == "1.00"
    assert whole[0][-1] == "0.50 kept"
    assert {len(row) for row in table} == {len(gold.HEAD)}
    assert len(gold.reliability(read, None)) >= 2
