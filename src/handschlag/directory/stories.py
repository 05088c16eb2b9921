"""News and success stories of networks: read, followed as a feed, written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.refusals import Refusal
from handschlag.common.web import page_number
from handschlag.design.components.parts import Crumb, Pages
from handschlag.design.fields import OneLine, TidyText
from handschlag.directory import creating, linked_data, rows, texts, versions
from handschlag.directory import labels as directory_labels
from handschlag.directory.access import elsewhere, own_network, own_story
from handschlag.directory.contents import STORY_SECTIONS, Content, Kind, StoryContent, etag_of, with_changes
from handschlag.directory.editing import dashboard as page
from handschlag.directory.editing import labels
from handschlag.directory.editing.fields import SectionForm
from handschlag.directory.editing.history import Changed
from handschlag.directory.editing.sections import conflict_between
from handschlag.directory.entries import content_of, shown_to, way_for
from handschlag.directory.lists import PER_PAGE, pages_of
from handschlag.directory.models import LIVE, Actor, Network, Proposal, Status, Story, StoryKind
from handschlag.directory.public import Whereabouts, public_actors, public_stories, story_at

IN_A_FEED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoryPage:
    stories: Sequence[Story]
    number: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryProfile:
    story: Story
    actors: Sequence[Actor]  # the public ones that it tells of


def page_of_stories(*, number: int) -> _StoryPage:
    """The newest first; a number past the end is the last page."""
    stories = public_stories().select_related("network")
    count = pages_of(stories.count())
    number = min(max(number, 1), count)
    return _StoryPage(
        stories=list(stories[(number - 1) * PER_PAGE : number * PER_PAGE]), number=number, count=count
    )


def latest_stories() -> list[Story]:
    """Those of a feed: whoever reads it comes back."""
    return list(public_stories().select_related("network")[:IN_A_FEED])


def story_profile(slug: str) -> Whereabouts[StoryProfile]:
    """What is at the address of a story."""
    found = story_at(slug)
    if found.entry is None:
        return Whereabouts(is_gone=found.is_gone)
    actors = list(public_actors().filter(stories=found.entry))
    return Whereabouts(entry=StoryProfile(story=found.entry, actors=actors))


def stories_of(network: Network) -> list[Story]:
    """All of them, drafts included."""
    return list(Story.objects.filter(network=network))


def stories_in_change(stories: list[Story]) -> set[int]:
    """The ids of those with changes that an editor has not decided."""
    ids = [story.pk for story in stories]
    rows = Proposal.objects.filter(kind=Kind.STORY.value, state__in=LIVE, object_id__in=ids)
    return set(rows.values_list("object_id", flat=True))


KINDS = (
    (StoryKind.NEWS.value, _("News")),
    (StoryKind.SUCCESS.value, _("Success story")),
)


class StoryForm(SectionForm):
    facts: ClassVar = ("kind", "day", "title_de", "title_en", "text_de", "text_en", "actors")
    content: StoryContent
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title_de = OneLine(label=_("Title in German"), max_length=200)
    text_de = TidyText(label=_("Text in German"))
    title_en = OneLine(label=_("Title in English"), max_length=200, required=False)
    text_en = TidyText(label=_("Text in English"), required=False)
    actors = forms.TypedMultipleChoiceField(
        label=_("Participants"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members of the network; the news item then also appears on their pages."),
    )

    def __init__(self, *args: Any, network_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        members = Actor.objects.filter(memberships__network_id=network_id, merged_into=None)
        named = Actor.objects.filter(pk__in=self.content.actors)
        offered = (members | named).distinct().order_by("name").values_list("pk", "name")
        self.fields["actors"].choices = list(offered[:300])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("text_en") and not self.cleaned_data.get("title_en"):
            self.add_error("title_en", _("An English text needs an English title."))
        return self.cleaned_data

    def clean_actors(self) -> tuple[int, ...]:
        return tuple(sorted(self.cleaned_data["actors"]))


def story_context(profile: StoryProfile) -> dict[str, Any]:
    """What the page of one news item shows, in the reader's language as far as it was written in it."""
    story = profile.story
    text = texts.prose(story.text_de, story.text_en)
    return {
        "title": story.title,
        "description": texts.excerpt(" ".join(text.paragraphs), most=160),
        "crumbs": (Crumb(gettext("News"), reverse("directory:stories")), Crumb(story.title)),
        "story": story,
        "text": text,
        "actors": profile.actors,
        "linked_data": linked_data.of_story(story, text="\n".join(text.paragraphs)),
    }


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
STORIES = UUID("5a0c8f0e-6a2b-5d0e-9b7e-2f7d1f6c4b11")  # the space in which a slug names a story


class _Feed(Atom1Feed):
    """One without entries still has to say when it changed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def stories_atom(stories: Iterable[Story]) -> str:
    """For stories that were fetched with their network."""
    page, own = reverse("directory:stories"), reverse("directory:stories_feed")
    feed = _Feed(
        title=gettext("News from innovation networks"),
        link=settings.BASE_URL + page,
        description=gettext("News from the networks themselves, latest first."),
        language=get_language(),
        feed_url=settings.BASE_URL + own,
        feed_guid=settings.BASE_URL + own,
        author_name="Handschlag",
    )
    for story in stories:
        address = settings.BASE_URL + reverse("directory:story", args=[story.slug])
        feed.add_item(
            title=_title_of(story),
            link=address,
            unique_id=_id_of(story),
            description=_plain(story.text),
            author_name=_plain(rows.network_name(story.network)),
            categories=(
                str(directory_labels.STORY_KINDS[story.kind]),
                *((gettext("invented"),) if story.is_demo else ()),
            ),
            pubdate=datetime.combine(story.day, time(12), UTC),  # the day that its page names
            updateddate=story.updated_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _id_of(story: Story) -> str:
    """For ever the same: whatever the host is called, in whatever language the feed is read."""
    return uuid5(STORIES, story.slug).urn


def _title_of(story: Story) -> str:
    """What does not exist says so where nothing else of its page is seen."""
    title = _plain(story.title)
    return gettext("%(title)s (invented)") % {"title": title} if story.is_demo else title


def _plain(text: str) -> str:
    """A text without what XML may not hold at all."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def manage_stories_context(network: Network) -> dict[str, Any]:
    """All news of a network, drafts included; `changed` are the ids of those with changes under way."""
    stories = stories_of(network)
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_stories"),
        "tabs": page.tabs(network, "manage_stories"),
        "rows": stories,
        "changed": stories_in_change(stories),
    }


def story_form_context(
    by: Subject,
    network: Network,
    story: Story | None,
    form: forms.Form,
    *,
    conflict: tuple[Changed, ...] | None = None,
) -> dict[str, Any]:
    """The form for a news item; without a story it is a new one, which is saved as a draft."""
    title = story.title_de if story else gettext("Write a news item")
    is_public = story is not None and story.status == Status.PUBLISHED
    way = way_for(by, story, STORY_SECTIONS[0]) if story is not None and is_public else None
    return {
        "title": title,
        "network": network,
        "story": story,
        "crumbs": page.crumbs_of_part(network, "manage_stories", title),
        "form": form,
        "state": page.entry_state(by, story) if story else None,
        "way": labels.WAYS[way] if way else labels.DRAFT_WAY,
        "button": labels.BUTTONS[way] if way else gettext("Save as a draft"),
        "is_stale": conflict is not None,
        "conflict": conflict or (),
    }


@cached_for_visitors(parameters=("page",))
@require_safe
def stories_page(request: HttpRequest) -> HttpResponse:
    """The list of public news, one page of it."""
    page = page_of_stories(number=page_number(request))
    pages = Pages(number=page.number, count=page.count)
    screen = {"rows": page.stories, "pages": pages, "is_demo": False}
    return render(request, "directory/stories.html", {"screen": screen})


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def feed_page(request: HttpRequest) -> HttpResponse:
    """The latest ones for feed readers; asked again and again, answered in full after a change only."""
    del request
    found = stories_atom(latest_stories())
    response = HttpResponse(found, content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


@cached_for_visitors
@require_safe
def story_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a news item; one that moved leads on, one that is gone says so."""
    found = story_profile(slug)
    if found.entry is None:
        return elsewhere(request, found, name="directory:story")
    return render(request, "directory/story.html", {"screen": story_context(found.entry)})


CONFLICT, UNFIT = 409, 422
PART = STORY_SECTIONS[0]


@require_safe
def manage_stories_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a network's news, drafts included, for those who may edit it."""
    network, _by = own_network(request, slug)
    return render(request, "directory/editing/stories.html", {"screen": manage_stories_context(network)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_story_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a news item; saves it as a draft, then leads to its page."""
    network, by = own_network(request, slug)
    data = request.POST if request.method == "POST" else None
    empty = StoryContent(kind="news", day=timezone.localdate(), title_de="", text_de="")
    form = StoryForm(data, content=empty, network_id=network.pk)
    if data is not None and form.is_valid():
        content = with_changes(empty, form.changes())
        story = creating.create_story(network_id=network.pk, content=content, by=by, now=timezone.now())
        messages.success(
            request, gettext("Saved as a draft. Read it once more, then send it to the editors.")
        )
        return HttpResponseRedirect(reverse("directory:manage_story", args=[story.slug]))
    screen = story_form_context(by, network, None, form)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/story.html", {"screen": screen}, status=status)


def _form_of(story: Story, current: Content, data: QueryDict | None) -> StoryForm:
    initial = {"seen": etag_of(current, PART.facts)}
    return StoryForm(data, content=current, network_id=story.network_id, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_story_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a news item that is there; shows both texts if somebody else saved meanwhile."""
    story, by = own_story(request, slug)
    data = request.POST if request.method == "POST" else None
    form = _form_of(story, shown_to(by, story, content_of(story)), data)
    if data is not None and form.is_valid():
        try:
            saved = versions.save_section(
                kind=Kind.STORY,
                pk=story.pk,
                section=PART,
                changes=form.changes(),
                seen=form.cleaned_data["seen"],
                by=by,
                now=timezone.now(),
            )
        except Refusal:
            return _stale(request, story, by, form)
        is_public = story.status == "published"
        messages.success(request, str(labels.SAVED[saved.way]) if is_public else gettext("Saved."))
        return HttpResponseRedirect(reverse("directory:manage_story", args=[slug]))
    screen = story_form_context(by, story.network, story, form)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/story.html", {"screen": screen}, status=status)


def _stale(request: HttpRequest, story: Story, by: Subject, form: StoryForm) -> HttpResponse:
    """What was typed, beside what somebody else has saved."""
    fresh = Story.objects.get(pk=story.pk)
    current = shown_to(by, fresh, content_of(fresh))
    conflict = conflict_between(current, form.changes(), PART)
    data = request.POST.copy()
    data["seen"] = etag_of(current, PART.facts)
    screen = story_form_context(by, fresh.network, fresh, _form_of(fresh, current, data), conflict=conflict)
    return render(request, "directory/editing/story.html", {"screen": screen}, status=CONFLICT)
