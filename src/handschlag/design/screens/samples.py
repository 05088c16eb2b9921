"""What the parts are shown with: invented, short, and the same in both themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

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


def samples(side: str) -> dict[str, Any]:
    """Values for every specimen; `side` keeps the ids of the two themes apart."""
    return {
        "side": side,
        "seat": "Bingen, Rheinland-Pfalz",
        "programme": "go-cluster",
        "rows": _rows(),
        "crumbs": [Crumb(_("Networks"), "#"), Crumb("Rheinland-Pfalz", "#"), Crumb("Optik Nahetal")],
        "tabs": _tabs(),
        "views": [
            Link(label=_("List"), url="#", icon="list", is_current=True),
            Link(label=_("Map"), url="#", icon="map"),
        ],
        "pages": Pages(number=4, count=12, query="q=optik"),
        "steps": [
            Step(label=_("Choose a file"), state="done", url="#"),
            Step(label=_("Match the columns"), state="current"),
            Step(label=_("See the preview")),
        ],
        "chips": [Chip(label=_("Optics and photonics"), url="#"), Chip(label="Hessen", url="#")],
        "facets": _facets(side),
        "segments": _segments(),
        "bars": [(_("Biotechnology"), 13), (_("Optics and photonics"), 10), (_("New materials"), 8)],
        "changes": [
            FieldChange(label=_("Website"), old="optik-nahetal.example", new="www.optik-nahetal.example"),
            FieldChange(label=_("Year of foundation"), new="2001"),
            FieldChange(label=_("Place"), old="Bingen", new="Bad Kreuznach"),
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
            field=_("Optics and photonics"),
            place="Bingen",
            land="Rheinland-Pfalz",
            programme="go-cluster",
            tone="you",
            members="110",
            year=_("as of 2019"),
        ),
        _Row(
            name="Fasernetz Erzgebirge",
            field=_("New materials"),
            place="Chemnitz",
            land="Sachsen",
            programme="ZIM",
        ),
    ]


def _tabs() -> list[Link]:
    return [
        Link(label=_("Profile"), url="#", is_current=True),
        Link(label=_("Actors"), url="#", count=42),
        Link(label=_("History"), url="#"),
    ]


def _facets(side: str) -> list[Facet]:
    fields = ("Biotechnology", "Optics and photonics", "New materials")
    options = [
        Option(value=str(place), label=_(label), count=14 - place * 3, is_chosen=place == 1)
        for place, label in enumerate(fields)
    ]
    lands = [Option(value=name, label=name, count=2) for name in ("Bayern", "Berlin", "Hessen", "Thüringen")]
    return [
        Facet(name=f"{side}-field", title=_("Technology field"), options=options),
        Facet(name=f"{side}-land", title=_("Federal state"), options=lands, shown=2, is_open=False),
    ]


def _segments() -> list[Segment]:
    return [
        Segment(label=_("small and medium-sized companies"), share=70, text="70 %", tone="you"),
        Segment(label=_("large companies"), share=11, text="11 %", tone="you-soft"),
        Segment(label=_("research and development"), share=11, text="11 %", tone="them"),
        Segment(label=_("not stated in the source"), share=8, text="8 %", tone="unknown"),
    ]
