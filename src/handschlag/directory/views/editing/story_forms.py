"""News and success stories of a network."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import creating, editing
from handschlag.directory.forms.editing import StoryForm
from handschlag.directory.models import Story
from handschlag.directory.queries.entries import content_of
from handschlag.directory.queries.review_modes import shown_to
from handschlag.directory.rules.contents import Content, Kind, StoryContent, with_changes
from handschlag.directory.rules.provenance import etag_of
from handschlag.directory.rules.sections import STORY_SECTIONS
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.section import conflict_between
from handschlag.directory.screens.editing.story_forms import stories_screen, story_screen
from handschlag.directory.views.editing.access import own_network, own_story

CONFLICT, UNFIT = 409, 422
PART = STORY_SECTIONS[0]


@require_safe
def stories(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a network's news, drafts included, for those who may edit it."""
    network, _by = own_network(request, slug)
    return render(request, "directory/editing/stories.html", {"screen": stories_screen(network)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_story(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a news item; saves it as a draft, then leads to its page."""
    network, by = own_network(request, slug)
    data = request.POST if request.method == "POST" else None
    empty = StoryContent(kind="news", day=timezone.localdate(), title_de="", text_de="")
    form = StoryForm(data, content=empty, network_id=network.pk)
    if data is not None and form.is_valid():
        content = with_changes(empty, form.changes())
        story = creating.create_story(network_id=network.pk, content=content, by=by, now=timezone.now())
        messages.success(request, _("Saved as a draft. Read it once more, then send it to the editors."))
        return HttpResponseRedirect(reverse("directory:manage_story", args=[story.slug]))
    screen = story_screen(by, network, None, form)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/story.html", {"screen": screen}, status=status)


def _form_of(story: Story, current: Content, data: QueryDict | None) -> StoryForm:
    initial = {"seen": etag_of(current, PART.facts)}
    return StoryForm(data, content=current, network_id=story.network_id, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_story(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a news item that is there; shows both texts if somebody else saved meanwhile."""
    story, by = own_story(request, slug)
    data = request.POST if request.method == "POST" else None
    form = _form_of(story, shown_to(by, story, content_of(story)), data)
    if data is not None and form.is_valid():
        try:
            saved = editing.save_section(
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
        messages.success(request, str(entry_labels.SAVED[saved.way]) if is_public else _("Saved."))
        return HttpResponseRedirect(reverse("directory:manage_story", args=[slug]))
    screen = story_screen(by, story.network, story, form)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/story.html", {"screen": screen}, status=status)


def _stale(request: HttpRequest, story: Story, by: Subject, form: StoryForm) -> HttpResponse:
    """What was typed, beside what somebody else has saved."""
    fresh = Story.objects.get(pk=story.pk)
    current = shown_to(by, fresh, content_of(fresh))
    conflict = conflict_between(current, form.changes(), PART)
    data = request.POST.copy()
    data["seen"] = etag_of(current, PART.facts)
    screen = story_screen(by, fresh.network, fresh, _form_of(fresh, current, data), conflict=conflict)
    return render(request, "directory/editing/story.html", {"screen": screen}, status=CONFLICT)
