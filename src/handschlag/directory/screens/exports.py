"""What an exported file says about itself."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.directory.models import Actor
from handschlag.directory.queries.browsing import ExportSelection
from handschlag.directory.screens import answers, filters
from handschlag.directory.screens.files import FileMetadata


def _licence() -> str:
    return _(
        "Unofficial, from public sources and from the networks themselves; the page of each entry names "
        "its sources. Coordinates: GeoNames, CC BY 4.0, changed."
    )


def about_networks(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of networks: its title, its address, and how members are counted."""
    answer = answers.networks_answer(
        choice.tally, of=choice.tally, criteria=choice.criteria, names=choice.names
    )
    return FileMetadata(
        title=answer.title,
        address=settings.BASE_URL + filters.address(reverse("directory:networks"), choice.criteria),
        exported_on=today.isoformat(),
        count=choice.total,
        counting=_("Members as published, with their year; listed organisations are distinct ones."),
        licence=_licence(),
    )


def about_actors(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of actors: its title, address, and how organisations are counted."""
    answer = answers.actors_answer(
        choice.tally, of=choice.tally, criteria=choice.criteria, names=choice.names
    )
    return FileMetadata(
        title=answer.title,
        address=settings.BASE_URL + filters.address(reverse("directory:actors"), choice.criteria),
        exported_on=today.isoformat(),
        count=choice.total,
        counting=_("Distinct organisations, however many networks they are in."),
        licence=_licence(),
    )


def about_projects(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of joint projects, with the address of the same list on the site."""
    answer = answers.projects_answer(
        choice.tally, of=choice.tally, criteria=choice.criteria, names=choice.names
    )
    address = filters.address(reverse("directory:projects"), choice.criteria)
    return _of_projects(answer.title, address, choice.total, today=today)


def about_projects_of(actor: Actor, number: int, *, today: date) -> FileMetadata:
    """The head of an export of one actor's projects; its address leads to them on the actor's page."""
    address = reverse("directory:actor", args=[actor.slug])
    return _of_projects(f"{_('Joint projects')}: {actor.name}", f"{address}#projects", number, today=today)


def _of_projects(title: str, address: str, number: int, *, today: date) -> FileMetadata:
    return FileMetadata(
        title=title,
        address=settings.BASE_URL + address,
        exported_on=today.isoformat(),
        count=number,
        counting=_("Joint projects with at least one organisation that is public here."),
        licence=_(
            "Unofficial. Read in CORDIS (© European Union) and in the federal Förderkatalog; every row names "
            "its source and the day."
        ),
    )


def about_bookmarks(number: int, *, today: date) -> FileMetadata:
    """The head of exported bookmarks; `number` counts only what is public now."""
    return FileMetadata(
        title=_("Saved entries"),
        address=settings.BASE_URL + reverse("directory:bookmarks"),
        exported_on=today.isoformat(),
        count=number,
        counting=_("Saved entries that are public now."),
        licence=_licence(),
    )
