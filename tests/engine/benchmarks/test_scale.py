"""What the table of large pools is made of, on a small one; and the plain fits of the simulated market."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.recommend import scale
from benchmarks.recommend.plain import Concepts
from tests.engine.recommendation import standin

from treffen.recommendation import Direction, Statement


def test_every_part_has_a_row_and_the_whole_is_no_less_than_its_parts() -> None:
    rows = scale.measure_whole(40)
    assert {len(row) for row in rows} == {len(scale.HEAD)}
    steps = [row[1] for row in rows]
    assert [step.partition(": ")[2].split()[0] for step in steps] == [
        *("read", "fits,", "answer", "answer", "write", "all")
    ]
    seconds = [float(row[2]) for row in rows]
    assert seconds[-1] >= sum(seconds[:-1]) - 0.05 * len(rows)
    listed = next(row[4] for row in rows if "with reasons" in row[1])
    assert int(listed.replace(",", "")) > 40


def test_profiles_are_the_same_again_with_and_without_texts() -> None:
    plain, said = scale.profiles(30, 1), scale.profiles(30, 1, with_texts=True)
    assert plain == scale.profiles(30, 1)
    assert plain != scale.profiles(30, 2)
    for one, other in zip(plain, said, strict=True):
        assert [s.concepts for s in one.needs] == [s.concepts for s in other.needs]
        assert not any(s.text for s in (*one.needs, *one.offers))
        assert all(s.text for s in (*other.needs, *other.offers))


def test_an_aim_is_kept_or_missed_and_a_miss_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = scale.time.process_time()
    monkeypatch.setattr(scale, "AIMS", {(7, "top 20"): (1_000.0, 1_000.0)})
    assert scale._row(7, "top 20", begin, "")[-1].endswith("kept")
    assert scale._row(7, "reading", begin, "")[-1] == ""
    monkeypatch.setattr(scale, "AIMS", {(7, "top 20"): (1_000.0, 0.0)})
    missed = scale._row(7, "top 20", begin, "")
    assert missed[-1].endswith("MISSED")

    class Done:
        returncode, stdout, stderr = 0, "\t".join(missed) + "\n", ""

    monkeypatch.setattr(scale.subprocess, "run", lambda *_, **__: Done)
    assert scale.report(sizes=(7,)) == 1
    Done.returncode, Done.stdout, Done.stderr = 1, "", "first\nMemoryError: too much\n"
    assert scale.report(sizes=(7,)) == 1
    assert "FAILED: MemoryError: too much" in capsys.readouterr().out


def _statements(direction: Direction, named: list[str]) -> list[Statement]:
    return [
        Statement(id=f"{direction.value}{i}", direction=direction, concepts=tuple(codes.split()))
        for i, codes in enumerate(named)
    ]


def test_plain_fits_count_shared_concepts() -> None:
    needs = _statements(Direction.NEED, ["a b", "c", "", "a a"])
    offers = _statements(Direction.OFFER, ["a", "a b c", "d"])
    expected = np.array([[0.5, 0.75, 0], [0, 0.5, 0], [0, 0, 0], [0.5, 0.5, 0]])
    plain = Concepts(needs, offers)
    assert np.allclose(plain.block(slice(None)).toarray(), expected)
    assert np.allclose(plain.block(slice(1, 3)).toarray(), expected[1:3])
    rows, columns = np.divmod(np.arange(12), 3)
    assert np.allclose(plain.pairs(rows, columns), expected.ravel())
    assert [plain.parts(i, j).fit for i, j in ((0, 1), (2, 0))] == [0.75, 0.0]


def test_plain_fits_are_those_of_the_stand_in_of_the_tests() -> None:
    pool = standin.pool_of(20, seed=3)
    needs = [s for p in pool.profiles for s in p.needs]
    offers = [s for p in pool.profiles for s in p.offers]
    blocks = [make(needs, offers).block(slice(None)).toarray() for make in (Concepts, standin.Concepts)]
    assert np.allclose(*blocks)
    assert (blocks[0] > 0).any()


def test_without_any_statement_there_is_nothing() -> None:
    assert Concepts([], []).block(slice(None)).shape == (0, 0)
