"""The values that parts are given, and the marks that are drawn from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from handschlag.design import icons
from handschlag.design.components.parts import GAP, Facet, Option, Pages, Segment


def drawn(source: str, **context: object) -> str:
    return Template("{% load design %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("number", "count", "places"),
    [
        (1, 1, (1,)),
        (1, 2, (1, 2)),
        (1, 9, (1, 2, GAP, 9)),
        (3, 9, (1, 2, 3, 4, GAP, 9)),
        (4, 9, (1, 2, 3, 4, 5, GAP, 9)),
        (5, 9, (1, GAP, 4, 5, 6, GAP, 9)),
        (9, 9, (1, GAP, 8, 9)),
    ],
)
def test_far_pages_are_left_out_but_never_a_single_one(
    number: int, count: int, places: tuple[object, ...]
) -> None:
    assert Pages(number=number, count=count).places == places


def test_pages_keep_the_rest_of_the_address() -> None:
    pages = Pages(number=2, count=3, query="q=optik&land=he")
    assert (pages.previous, pages.next) == ("?q=optik&land=he&page=1", "?q=optik&land=he&page=3")
    assert Pages(number=1, count=3).previous == Pages(number=3, count=3).next == ""


def test_pagination_marks_the_page_and_is_absent_where_there_is_one() -> None:
    text = drawn("{% pagination pages %}", pages=Pages(number=2, count=3, query="q=a&b=<x>"))
    assert re.findall(r'aria-current="page"', text) == ['aria-current="page"']
    assert 'href="?q=a&amp;b=&lt;x&gt;&amp;page=3"' in text
    assert drawn("{% pagination pages %}", pages=Pages(number=1, count=1)).strip() == ""


def test_a_chosen_option_is_never_hidden() -> None:
    options = [Option(value=str(n), label=str(n), is_chosen=n == 9) for n in range(10)]
    assert Facet(name="f", title="F", options=options).has_chosen_more
    assert not Facet(name="f", title="F", options=options[:9]).has_chosen_more
    assert not Facet(name="f", title="F", options=options, shown=10).more


def test_each_state_of_a_pair_has_its_own_shape() -> None:
    shapes = {
        state: re.sub(r'class="hs-(pair[^"]*)"', "", icons.pair(state, 56)).replace("them", "one")
        for state in icons.PairMark
    }
    assert len(set(shapes.values())) == len(icons.PairMark)
    assert "hs-fill-lens" in shapes[icons.PairMark.MEETS]
    assert [s for s in icons.PairMark if "hs-fill-lens" in shapes[s]] == [icons.PairMark.MEETS]


@pytest.mark.parametrize("state", icons.PairMark)
def test_both_hands_stay_inside_their_frame(state: icons.PairMark) -> None:
    svg = icons.pair(state, 56)
    assert 'viewBox="0 0 56 38"' in svg
    assert re.search(r'width="56" height="38"', svg)


def test_an_unknown_state_or_icon_is_loud() -> None:
    with pytest.raises(ValueError, match="married"):
        drawn('{% pair "married" %}')
    with pytest.raises(KeyError, match="unicorn"):
        drawn('{% icon "unicorn" %}')


def test_a_proportion_fills_the_width_and_leaves_no_room_for_a_figure_that_does_not_fit() -> None:
    segments = [
        Segment(label="A", share=95, text="95 %"),
        Segment(label="B", share=5, text="5 %", tone="unknown"),
    ]
    svg = icons.proportion(segments)
    assert ">95 %</text>" in svg
    assert ">5 %</text>" not in svg
    assert 'x="95%" width="5%" rx=\'32\'' in svg
    legend = drawn("{% proportion segments %}", segments=segments)
    assert "5 %" in legend.split("hs-legend")[1]


def test_what_others_wrote_is_escaped_in_every_mark() -> None:
    evil = '"><script>'
    assert "<script>" not in drawn('{% hand "them" evil %}{% tag evil %}', evil=evil)
    assert "<script>" not in icons.proportion([Segment(label=evil, share=1, text=evil)])


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Lovelace", "AL"), ("Karl-Heinz van der Berg", "KB"), ("Ö", "Ö"), ("", ""), ("(Demo) Eva", "E")],
)
def test_initials_are_those_of_the_first_name_and_the_surname(name: str, letters: str) -> None:
    assert drawn("{% load names %}{% initials name %}", name=name) == letters


@pytest.mark.parametrize(("value", "most", "width"), [(5, 10, "50%"), (20, 10, "100%"), (3, 0, "0%")])
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_room(
    value: int, most: int, width: str
) -> None:
    assert f'width="{width}" height="12" rx="6"' in drawn("{% bar value most %}", value=value, most=most)


def test_the_way_here_ends_at_this_page() -> None:
    from handschlag.design.components.parts import Crumb

    text = drawn("{% breadcrumb crumbs %}", crumbs=[Crumb("A", "/a/"), Crumb("B")])
    assert '<a href="/a/">A</a>' in text
    assert '<span aria-current="page">B</span>' in text


@pytest.mark.parametrize(("language", "text"), [("de", "13.000"), ("en", "13,000")])
def test_a_count_is_written_as_its_language_does(language: str, text: str) -> None:
    with translation.override(language):
        assert drawn("{{ value|figure }}", value=13000) == text


def test_every_class_that_a_template_of_ours_names_is_drawn() -> None:
    """A class without a rule is a word for nothing: misspelt, or forgotten."""
    package = Path(icons.__file__).resolve().parent
    named: set[str] = set()
    for path in package.rglob("templates/**/*.html"):
        for names in re.findall(r'class="([^"]*)"', path.read_text("utf-8")):
            bare = re.sub(r"{%.*?%}|{{.*?}}", "\N{BULLET}", names)
            named |= {name for name in bare.split() if re.fullmatch(r"hs-[\w-]*\w", name)}
    sheets = "".join(path.read_text("utf-8") for path in package.rglob("static/**/*.css"))
    drawn_ = set(re.findall(r"\.(hs-[\w-]+)", sheets))
    assert len(named) > 90
    assert sorted(named - drawn_) == []
