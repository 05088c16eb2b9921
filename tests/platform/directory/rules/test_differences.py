"""Old and new are compared word by word, and nothing is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handschlag.directory.editing.history import MOST_WORDS, Piece, WordChange, compare

texts = st.lists(st.sampled_from(["Optik", "und", "Licht", " ", "\n", ".", "ß", "Glas"]), max_size=25).map(
    "".join
)


@given(texts, texts)
def test_each_side_put_together_is_its_text(before: str, after: str) -> None:
    found = compare("name", before, after)
    assert "".join(piece.text for piece in found.before) == before
    assert "".join(piece.text for piece in found.after) == after
    assert {piece.change for piece in found.before} <= {WordChange.SAME, WordChange.OLD}
    assert {piece.change for piece in found.after} <= {WordChange.SAME, WordChange.NEW}


@given(texts)
def test_equal_texts_have_no_changed_piece(text: str) -> None:
    found = compare("name", text, text)
    assert {piece.change for piece in (*found.before, *found.after)} <= {WordChange.SAME}


def test_one_changed_word_is_one_changed_piece() -> None:
    found = compare("description_de", "Wir bauen gute Linsen.", "Wir bauen sehr gute Spiegel.")
    assert found.before == (
        Piece(WordChange.SAME, "Wir bauen gute "),
        Piece(WordChange.OLD, "Linsen"),
        Piece(WordChange.SAME, "."),
    )
    assert [p.text for p in found.after if p.change is WordChange.NEW] == ["sehr ", "Spiegel"]


def test_changed_words_in_a_row_are_one_change() -> None:
    found = compare("name", "alpha beta", "gamma delta")
    assert found.before == (Piece(WordChange.OLD, "alpha beta"),)
    assert found.after == (Piece(WordChange.NEW, "gamma delta"),)


def test_a_paragraph_is_no_bridge_between_two_changes() -> None:
    found = compare("name", "a\n\nb", "c\n\nd")
    assert [p.text for p in found.before if p.change is WordChange.OLD] == ["a", "b"]


def test_very_long_texts_are_shown_whole() -> None:
    long = "wort " * MOST_WORDS
    found = compare("description_de", long, long + "ende")
    assert found.before == (Piece(WordChange.OLD, long),)


def test_something_that_was_empty_is_all_new() -> None:
    found = compare("name", "", "Optik")
    assert (found.before, found.after) == ((), (Piece(WordChange.NEW, "Optik"),))
