"""Letters about entries that an editor published or returned."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.accounts.queries.addressees import addressee
from handschlag.accounts.rules.policy import Subject
from handschlag.directory.emails.letters import Letter, address, post, reader
from handschlag.directory.models import Actor, Network, Story


def _title_of(entry: Network | Actor | Story) -> str:
    return entry.title_de if isinstance(entry, Story) else entry.name


def _page_of(entry: Network | Actor | Story) -> str:
    """The public page."""
    if isinstance(entry, Network):
        return address("directory:network", entry.slug)
    name = "directory:actor" if isinstance(entry, Actor) else "directory:story"
    return address(name, entry.slug)


def _form_of(entry: Network | Actor | Story) -> str:
    """Where the entry is edited."""
    if isinstance(entry, Network):
        return address("directory:manage_network", entry.slug)
    name = "directory:manage_actor" if isinstance(entry, Actor) else "directory:manage_story"
    return address(name, entry.slug)


def tell_published(entry: Network | Actor | Story, *, to_id: int | None, by: Subject, now: datetime) -> None:
    """To whoever proposed it, unless that is the editor."""
    user = reader(to_id)
    if user is None or user.pk == by.user_id:
        return

    def write() -> Letter:
        return Letter(
            subject=_("Published: %(title)s") % {"title": _title_of(entry)},
            paragraphs=(
                _("Your changes to “%(title)s” have been reviewed and published.")
                % {"title": _title_of(entry)},
                _("Everyone can see them now."),
            ),
            url=_page_of(entry),
            link=_("See the page"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


def tell_returned(
    entry: Network | Actor | Story, *, to_id: int | None, comment: str, by: Subject, now: datetime
) -> None:
    """To whoever proposed it, with the editor's comment."""
    user = reader(to_id)
    if user is None or user.pk == by.user_id:
        return

    def write() -> Letter:
        return Letter(
            subject=_("Please revise: %(title)s") % {"title": _title_of(entry)},
            paragraphs=(
                _("Your changes to “%(title)s” are not published yet. An editor writes:")
                % {"title": _title_of(entry)},
            ),
            quote=comment,
            url=_form_of(entry),
            link=_("Change it and send it again"),
            end=_("Your text is saved."),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))
