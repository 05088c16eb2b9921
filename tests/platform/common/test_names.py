"""Names with titles, degrees, particles and hyphens: how each is shortened, sorted and marked by letters."""

from __future__ import annotations

import pytest

from handschlag.common.names import initials, short_name, short_names, split_name, surname_first


@pytest.mark.parametrize(
    ("name", "short", "letters", "listed"),
    [
        ("Anna Adler", "A. Adler", "AA", "Adler, Anna"),
        ("Dr. Anna Adler", "A. Adler", "AA", "Adler, Anna, Dr."),
        ("Prof. Dr.-Ing. habil. Karl Conrad", "K. Conrad", "KC", "Conrad, Karl, Prof. Dr.-Ing. habil."),
        ("Dipl.-Ing. (FH) Eva Ernst", "E. Ernst", "EE", "Ernst, Eva, Dipl.-Ing. (FH)"),
        ("Dr. med. Fritz Falk", "F. Falk", "FF", "Falk, Fritz, Dr. med."),
        ("Dr. rer. nat. Gerda Groß", "G. Groß", "GG", "Groß, Gerda, Dr. rer. nat."),
        ("Prof. Dr. h. c. mult. Hans Held", "H. Held", "HH", "Held, Hans, Prof. Dr. h. c. mult."),
        ("Dr.-Ing. E. h. Ina Ilg", "I. Ilg", "II", "Ilg, Ina, Dr.-Ing. E. h."),
        ("Dr. H. C. Meier", "H. Meier", "HM", "Meier, H. C., Dr."),
        ("PD Dr. Jan Jost", "J. Jost", "JJ", "Jost, Jan, PD Dr."),
        ("Priv.-Doz. Dr. Kim Kern", "K. Kern", "KK", "Kern, Kim, Priv.-Doz. Dr."),
        ("Freifrau von Stein", "von Stein", "S", "von Stein, Freifrau"),
        ("Anna Freifrau von Stein", "A. Freifrau von Stein", "AS", "Freifrau von Stein, Anna"),
        ("Max Mohr, MBA", "M. Mohr", "MM", "Mohr, Max, MBA"),
        ("Nora Noll M.Sc.", "N. Noll", "NN", "Noll, Nora, M.Sc."),
        ("Ola Orth Ph.D.", "O. Orth", "OO", "Orth, Ola, Ph.D."),
        ("Karl-Heinz Müller", "K.-H. Müller", "KM", "Müller, Karl-Heinz"),
        ("K.-H. Müller", "K.-H. Müller", "KM", "Müller, K.-H."),
        ("J. R. Meier", "J. Meier", "JM", "Meier, J. R."),
        ("Ursula von der Heide", "U. von der Heide", "UH", "von der Heide, Ursula"),
        ("Thomas de Maizière", "T. de Maizière", "TM", "de Maizière, Thomas"),
        ("Lies van den Berg", "L. van den Berg", "LB", "van den Berg, Lies"),
        ("Anna Müller-Lüdenscheidt", "A. Müller-Lüdenscheidt", "AM", "Müller-Lüdenscheidt, Anna"),
        ("Adler, Anna", "A. Adler", "AA", "Adler, Anna"),
        ("Adler, Dr. Anna", "A. Adler", "AA", "Adler, Anna, Dr."),
        ("Frau Dr. Pia Paul", "P. Paul", "PP", "Paul, Pia, Frau Dr."),
        ("Madonna", "Madonna", "M", "Madonna"),
        ("Dr. Meier", "Meier", "M", "Meier, Dr."),
        ("Ian Mba", "I. Mba", "IM", "Mba, Ian"),
        ("Dr.", "Dr.", "D", "Dr."),
        ("", "", "", ""),
    ],
)
def test_a_title_is_no_first_name(name: str, short: str, letters: str, listed: str) -> None:
    assert (short_name(name), initials(name), surname_first(name)) == (short, letters, listed)


def test_only_the_same_surname_takes_a_letter() -> None:
    assert short_names({1: "Dr. Anna Adler", 2: "Dr. Bo Falk"}) == {1: "Adler", 2: "Falk"}
    assert short_names({1: "Dr. Karl Conrad", 2: "David Conrad"}) == {1: "K. Conrad", 2: "D. Conrad"}


def test_two_people_are_told_apart_by_as_many_letters_as_it_takes() -> None:
    names = {1: "Anna Adler", 2: "Dr. Andrea Adler", 3: "Bea Adler", 4: "Anja Adler"}
    assert short_names(names) == {1: "Ann. Adler", 2: "And. Adler", 3: "B. Adler", 4: "Anj. Adler"}


def test_names_that_differ_late_stand_in_full() -> None:
    assert short_names({1: "Jan Kern", 2: "Jana Kern"}) == {1: "Jan Kern", 2: "Jana Kern"}
    assert short_names({1: "Eva Maria Kern", 2: "Eva Kern"}) == {1: "Eva Maria Kern", 2: "Eva Kern"}
    assert short_names({1: "Dr. Eva Kern", 2: "Eva Kern"}) == {1: "Dr. Eva Kern", 2: "Eva Kern"}


def test_the_parts_of_a_name_are_whole() -> None:
    parts = split_name("Prof. Dr. Ada Maria Lindqvist, M.Sc., MBA")
    assert (parts.title, parts.given, parts.surname, parts.degree) == (
        "Prof. Dr.",
        "Ada Maria",
        "Lindqvist",
        "M.Sc., MBA",
    )
