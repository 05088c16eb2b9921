"""The page of all parts: what each is called, and when it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.design.rules.contrast import contrast
from handschlag.design.rules.tokens import SHAPE_PAIRS, TEXT_PAIRS, Colour, colours
from handschlag.design.svg.icons import icons


@dataclass(frozen=True, slots=True, kw_only=True)
class _Specimen:
    """One part: its name, when to use it, and the template that shows it."""

    slug: str
    name: str | Promise
    use: str | Promise

    @property
    def template(self) -> str:
        return f"design/specimens/{self.slug}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    slug: str
    title: str | Promise
    specimens: Sequence[_Specimen]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairing:
    """Two colours, and how well they stand apart in each theme."""

    front: Colour
    ground: Colour
    light: float
    dark: float
    is_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gallery:
    chapters: Sequence[_Chapter]
    pairings: Sequence[_Pairing]
    icons: Sequence[str]


MARKS: Final = (
    _Specimen(
        slug="logo",
        name=_("Sign and name"),
        use=_("In the header and the foot. At least 20 pixels high."),
    ),
    _Specimen(
        slug="hand",
        name=_("Hand"),
        use=_("Stands for a person, with initials. You face right, others face left. No photographs."),
    ),
    _Specimen(
        slug="pair",
        name=_("Pair"),
        use=_("Shows the relation between two people, always next to a word."),
    ),
)
TYPE: Final = (
    _Specimen(
        slug="scale",
        name=_("Sizes"),
        use=_("One lead on a page at most. Nothing to be read is below 15 pixels."),
    ),
)
WAYS: Final = (
    _Specimen(
        slug="breadcrumb",
        name=_("Way here"),
        use=_("On every page below a list. The last step is this page."),
    ),
    _Specimen(
        slug="tabs",
        name=_("Tabs"),
        use=_("Several pages about one thing. Each is a link with its own address."),
    ),
    _Specimen(slug="switch", name=_("Switch"), use=_("Two views of the same rows: list or map.")),
    _Specimen(
        slug="chips",
        name=_("Chosen filters"),
        use=_("Above a filtered list. Each chip takes its filter off."),
    ),
    _Specimen(slug="pagination", name=_("Pages"), use=_("Below a list that is longer than one page.")),
    _Specimen(
        slug="stepper",
        name=_("Steps"),
        use=_("A task of three to five pages. Steps that are done lead back."),
    ),
)
LISTS: Final = (
    _Specimen(
        slug="ledger",
        name=_("Ledger"),
        use=_("Every list. Missing facts are printed as missing. On the phone each row is a block."),
    ),
    _Specimen(slug="facts", name=_("Facts"), use=_("Few values of one thing, each with its name.")),
    _Specimen(
        slug="facets",
        name=_("Facets"),
        use=_("Narrow a list, with counts. On the phone behind one button."),
    ),
    _Specimen(slug="tags", name=_("Tags"), use=_("A programme, a label, a status. Topics have no colour.")),
    _Specimen(slug="timeline", name=_("Timeline"), use=_("What happened, newest first. Red lead marks now.")),
    _Specimen(slug="changes", name=_("Changes"), use=_("The old value struck out, the new one bold.")),
)
FIGURES: Final = (
    _Specimen(slug="figures", name=_("Figures"), use=_("Two to four, each with its year or source.")),
    _Specimen(
        slug="bars", name=_("Bars"), use=_("A few numbers to compare. The number stands beside the bar.")
    ),
    _Specimen(
        slug="proportion",
        name=_("Proportions"),
        use=_("A whole in its parts. What the source does not state is a part of its own."),
    ),
)
WORDS: Final = (
    _Specimen(
        slug="toast",
        name=_("Message"),
        use=_("After something was done: what happened, and how to undo it."),
    ),
    _Specimen(
        slug="note",
        name=_("Note"),
        use=_("Beside what it is about. Amber for not yet, green for a guarantee."),
    ),
    _Specimen(
        slug="empty",
        name=_("Nothing here"),
        use=_("What is missing, why that may be fine, one thing to do."),
    ),
    _Specimen(
        slug="guarantee",
        name=_("Guarantee"),
        use=_("A meeting that will take place. The only green box."),
    ),
    _Specimen(slug="clash", name=_("Conflict"), use=_("A yes that is not possible yet, with its reason.")),
    _Specimen(
        slug="receipt",
        name=_("Verification record"),
        use=_("What was reached, and what is provably not exceeded."),
    ),
    _Specimen(slug="progress", name=_("Progress"), use=_("Longer work. Words say what is being done.")),
    _Specimen(
        slug="confirm", name=_("Confirmation"), use=_("Before what cannot be undone: a page of its own.")
    ),
)
FORMS: Final = (
    _Specimen(slug="buttons", name=_("Buttons"), use=_("One filled button in a view. It says what happens.")),
    _Specimen(
        slug="search",
        name=_("Search"),
        use=_("One box for everything. The label may be hidden, never absent."),
    ),
    _Specimen(
        slug="fields", name=_("Form fields"), use=_("Label above, hint below it. What is optional says so.")
    ),
    _Specimen(
        slug="faults",
        name=_("Fields with errors"),
        use=_("A summary at the top with links, and the reason at each field. Entries stay."),
    ),
)
CHAPTERS: Final = (
    _Chapter(slug="marks", title=_("The two hands"), specimens=MARKS),
    _Chapter(slug="type", title=_("Type"), specimens=TYPE),
    _Chapter(slug="ways", title=_("Options"), specimens=WAYS),
    _Chapter(slug="lists", title=_("Lists"), specimens=LISTS),
    _Chapter(slug="figures", title=_("Figures"), specimens=FIGURES),
    _Chapter(slug="words", title=_("Notices and boxes"), specimens=WORDS),
    _Chapter(slug="forms", title=_("Forms"), specimens=FORMS),
)


def gallery() -> _Gallery:
    """All chapters of parts, the pairs of colours and the icons."""
    return _Gallery(chapters=CHAPTERS, pairings=_pairings(), icons=tuple(icons()))


def _pairings() -> tuple[_Pairing, ...]:
    known = colours()
    wanted = [(pair, True) for pair in TEXT_PAIRS] + [(pair, False) for pair in SHAPE_PAIRS]
    return tuple(
        _Pairing(
            front=known[front],
            ground=known[ground],
            light=contrast(known[front].light, known[ground].light),
            dark=contrast(known[front].dark, known[ground].dark),
            is_text=is_text,
        )
        for (front, ground), is_text in wanted
    )
