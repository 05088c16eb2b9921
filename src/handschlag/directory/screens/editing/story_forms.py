"""The news of a network: the list, and one story as a form."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import LIVE, Network, Proposal, Status, Story
from handschlag.directory.queries.review_modes import way_for
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.sections import STORY_SECTIONS
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing import network_entry as page
from handschlag.directory.screens.editing.content_texts import Changed, day
from handschlag.directory.screens.editing.kinds import kind_word


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoryRow:
    title: str
    kind: str
    day: str
    state: str
    is_public: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoriesScreen:
    name: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Link, ...]
    rows: tuple[_StoryRow, ...]
    new_url: str


def stories_screen(network: Network) -> _StoriesScreen:
    stories = list(Story.objects.filter(network=network))
    changed = set(
        Proposal.objects.filter(
            kind=Kind.STORY.value, state__in=LIVE, object_id__in=[one.pk for one in stories]
        ).values_list("object_id", flat=True)
    )
    return _StoriesScreen(
        name=network.name,
        crumbs=page.crumbs(network, Crumb(_("News"))),
        tabs=page.tabs(network, "manage_stories"),
        rows=tuple(
            _StoryRow(
                title=story.title_de,
                kind=kind_word(story.kind),
                day=day(story.day),
                state=_story_state(story, has_changes=story.pk in changed),
                is_public=story.status == Status.PUBLISHED,
                url=reverse("directory:manage_story", args=[story.slug]),
            )
            for story in stories
        ),
        new_url=reverse("directory:new_story", args=[network.slug]),
    )


def _story_state(story: Story, *, has_changes: bool) -> str:
    if story.status == Status.PUBLISHED and has_changes:
        return _("published; changes wait")
    return entry_labels.status(story.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoryScreen:
    title: str
    network: str
    crumbs: tuple[Crumb, ...]
    form: forms.Form
    state: page.EntryState | None
    way: str
    button: str
    back_url: str
    archive_url: str
    version: int
    is_stale: bool
    conflict: tuple[Changed, ...]


def story_screen(
    by: Subject,
    network: Network,
    story: Story | None,
    form: forms.Form,
    *,
    conflict: tuple[Changed, ...] | None = None,
) -> _StoryScreen:
    back = reverse("directory:manage_stories", args=[network.slug])
    title = story.title_de if story else _("Write a news item")
    is_public = story is not None and story.status == Status.PUBLISHED
    way = way_for(by, story, STORY_SECTIONS[0]) if story is not None and is_public else None
    may_archive = story is not None and story.status != Status.ARCHIVED
    return _StoryScreen(
        title=title,
        network=network.name,
        crumbs=page.crumbs(network, Crumb(_("News"), back), Crumb(title)),
        form=form,
        state=page.entry_state(by, story) if story else None,
        way=str(entry_labels.WAYS[way] if way else entry_labels.DRAFT_WAY),
        button=str(entry_labels.BUTTONS[way] if way else _("Save as a draft")),
        back_url=back,
        archive_url=reverse("directory:archive", args=["story", story.pk]) if story and may_archive else "",
        version=story.version if story else 0,
        is_stale=conflict is not None,
        conflict=conflict or (),
    )
