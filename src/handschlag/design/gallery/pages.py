"""The pages of all parts: what each is called, and when it is used; for whoever builds with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from handschlag.design.colours import SHAPE_PAIRS, TEXT_PAIRS, Colour, colours, contrast
from handschlag.design.components.parts import (
    Chip,
    Crumb,
    Facet,
    FieldChange,
    Link,
    Option,
    Pages,
    Segment,
    Step,
)
from handschlag.design.gallery import organiser, participant
from handschlag.design.icons import icons

KINDS = (("cluster", _("Cluster")), ("zim", _("ZIM network")), ("igf", _("Research association")))


class SampleForm(forms.Form):
    """Text, number, long text, one of several, some of several, a yes, a file."""

    name = forms.CharField(label=_("Name of the network"), help_text=_("As it calls itself in public."))
    founded = forms.IntegerField(
        label=_("Year of foundation"), required=False, min_value=1800, max_value=2100
    )
    about = forms.CharField(label=_("What the network does"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    wanted = forms.ChoiceField(label=_("Visibility"), choices=KINDS, widget=forms.RadioSelect)
    fields_of_work = forms.MultipleChoiceField(
        label=_("Kinds that you look for"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Several are possible."),
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 2 MB."))
    agrees = forms.BooleanField(label=_("These facts may be published with their source."))


def empty_form(prefix: str) -> SampleForm:
    """`prefix` keeps the ids of its fields apart from those of the same form beside it."""
    return SampleForm(auto_id=f"{prefix}_%s", initial={"name": "Photonik am Mittelrhein"})


def faulty_form(prefix: str) -> SampleForm:
    """As it comes back with mistakes in it."""
    data = {"name": "", "founded": "17", "kind": "cluster", "wanted": ""}
    return SampleForm(data, auto_id=f"{prefix}_%s")


def samples(side: str) -> dict[str, Any]:
    """Values for every specimen; `side` keeps the ids of the two themes apart."""
    return {
        "side": side,
        "seat": "Bingen, Rheinland-Pfalz",
        "programme": "go-cluster",
        "rows": _rows(),
        "crumbs": [Crumb(gettext("Networks"), "#"), Crumb("Rheinland-Pfalz", "#"), Crumb("Optik Nahetal")],
        "tabs": _tabs(),
        "views": [
            Link(label=gettext("List"), url="#", icon="list", is_current=True),
            Link(label=gettext("Map"), url="#", icon="map"),
        ],
        "pages": Pages(number=4, count=12, query="q=optik"),
        "steps": [
            Step(label=gettext("Choose a file"), state="done", url="#"),
            Step(label=gettext("Match the columns"), state="current"),
            Step(label=gettext("See the preview")),
        ],
        "chips": [Chip(label=gettext("Optics and photonics"), url="#"), Chip(label="Hessen", url="#")],
        "facets": _facets(side),
        "segments": _segments(),
        "bars": [
            (gettext("Biotechnology"), 13),
            (gettext("Optics and photonics"), 10),
            (gettext("New materials"), 8),
        ],
        "changes": [
            FieldChange(
                label=gettext("Website"), old="optik-nahetal.example", new="www.optik-nahetal.example"
            ),
            FieldChange(label=gettext("Year of foundation"), new="2001"),
            FieldChange(label=gettext("Place"), old="Bingen", new="Bad Kreuznach"),
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of the sample ledger; no members where the source states none."""

    name: str
    field: str
    place: str
    land: str
    programme: str
    tone: str = "plain"
    members: str = ""
    year: str = ""


def _rows() -> list[_Row]:
    return [
        _Row(
            name="Optik Nahetal",
            field=gettext("Optics and photonics"),
            place="Bingen",
            land="Rheinland-Pfalz",
            programme="go-cluster",
            tone="you",
            members="110",
            year=gettext("as of 2019"),
        ),
        _Row(
            name="Fasernetz Erzgebirge",
            field=gettext("New materials"),
            place="Chemnitz",
            land="Sachsen",
            programme="ZIM",
        ),
    ]


def _tabs() -> list[Link]:
    return [
        Link(label=gettext("Profile"), url="#", is_current=True),
        Link(label=gettext("Actors"), url="#", count=42),
        Link(label=gettext("History"), url="#"),
    ]


def _facets(side: str) -> list[Facet]:
    fields = ("Biotechnology", "Optics and photonics", "New materials")
    options = [
        Option(value=str(place), label=gettext(label), count=14 - place * 3, is_chosen=place == 1)
        for place, label in enumerate(fields)
    ]
    lands = [Option(value=name, label=name, count=2) for name in ("Bayern", "Berlin", "Hessen", "Thüringen")]
    return [
        Facet(name=f"{side}-field", title=gettext("Technology field"), options=options),
        Facet(name=f"{side}-land", title=gettext("Federal state"), options=lands, shown=2, is_open=False),
    ]


def _segments() -> list[Segment]:
    return [
        Segment(label=gettext("small and medium-sized companies"), share=70, text="70 %", tone="you"),
        Segment(label=gettext("large companies"), share=11, text="11 %", tone="you-soft"),
        Segment(label=gettext("research and development"), share=11, text="11 %", tone="them"),
        Segment(label=gettext("not stated in the source"), share=8, text="8 %", tone="unknown"),
    ]


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


def parts_context() -> _Gallery:
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


@require_safe
def parts_page(request: HttpRequest) -> HttpResponse:
    """The page of all parts, light and dark side by side."""
    themes = [(side, samples(side) | _sample_forms(side)) for side in ("light", "dark")]
    return render(request, "design/gallery.html", {"screen": parts_context(), "themes": themes})


def _sample_forms(side: str) -> dict[str, SampleForm]:
    return {"form": empty_form(f"{side}-form"), "faulty": faulty_form(f"{side}-faulty")}


@require_safe
def participant_page(request: HttpRequest) -> HttpResponse:
    """The page of the parts that participants see."""
    shown = {"shell": participant.shell(), "screen": participant.participant_context()}
    return render(request, "design/specimens_participant.html", shown)


@require_safe
def organiser_page(request: HttpRequest) -> HttpResponse:
    """The page of the parts that organisers see."""
    return render(request, "design/specimens_organiser.html", organiser.organiser_context())
