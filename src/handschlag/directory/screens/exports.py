"""What an exported file says about itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.directory.models import Actor
from handschlag.directory.queries.browsing import ExportSelection
from handschlag.directory.screens import answers, filters
from handschlag.directory.screens.files import FileMetadata


def _about(title: str, path: str, count: int, counting: str, *, today: date) -> FileMetadata:
    return FileMetadata(
        title=title,
        address=settings.BASE_URL + path,
        exported_on=today.isoformat(),
        count=count,
        counting=counting,
        licence=_(
            "Unofficial, from public sources and from the networks themselves; the page of each entry names "
            "its sources. Coordinates: GeoNames, CC BY 4.0, changed."
        ),
    )


def about_networks(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of networks: its title, its address, and how members are counted."""
    title = answers.networks_title(choice.tally, choice.criteria, choice.names)
    path = filters.address(reverse("directory:networks"), choice.criteria)
    counting = _("Members as published, with their year; listed organisations are distinct ones.")
    return _about(title, path, choice.total, counting, today=today)


def about_actors(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of actors: its title, address, and how organisations are counted."""
    title = answers.actors_title(choice.tally, choice.criteria, choice.names)
    path = filters.address(reverse("directory:actors"), choice.criteria)
    counting = _("Distinct organisations, however many networks they are in.")
    return _about(title, path, choice.total, counting, today=today)


def about_bookmarks(number: int, *, today: date) -> FileMetadata:
    """The head of exported bookmarks; `number` counts only what is public now."""
    counting = _("Saved entries that are public now.")
    return _about(_("Saved entries"), reverse("directory:bookmarks"), number, counting, today=today)


def about_projects(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of joint projects, with the address of the same list on the site."""
    title = answers.projects_title(choice.tally, choice.criteria, choice.names)
    path = filters.address(reverse("directory:projects"), choice.criteria)
    return _about_projects(title, path, choice.total, today=today)


def about_projects_of(actor: Actor, number: int, *, today: date) -> FileMetadata:
    """The head of an export of one actor's projects; its address leads to them on the actor's page."""
    path = reverse("directory:actor", args=[actor.slug]) + "#projects"
    return _about_projects(f"{_('Joint projects')}: {actor.name}", path, number, today=today)


def _about_projects(title: str, path: str, count: int, *, today: date) -> FileMetadata:
    counting = _("Joint projects with at least one organisation that is public here.")
    licence = _(
        "Unofficial. Read in CORDIS (© European Union) and in the federal Förderkatalog; every row names "
        "its source and the day."
    )
    return replace(_about(title, path, count, counting, today=today), licence=licence)
