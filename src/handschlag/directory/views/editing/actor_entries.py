"""An actor's entry, and what the actor offers and seeks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import editing
from handschlag.directory.forms.editing import ConceptSearchForm, StatementForm
from handschlag.directory.models import Actor
from handschlag.directory.queries.concepts import concepts_of, find_concepts
from handschlag.directory.queries.entries import content_of
from handschlag.directory.queries.managing import is_reviewed
from handschlag.directory.queries.review_modes import shown_to
from handschlag.directory.rules.contents import ActorContent, Kind, StatementData, to_json
from handschlag.directory.rules.provenance import etag_of
from handschlag.directory.rules.sections import Section, section
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.actor_entry import actor_screen
from handschlag.directory.screens.editing.statements import statement_screen, statements_screen
from handschlag.directory.views.editing.access import own_actor
from handschlag.directory.views.editing.parameters import int_param

CONFLICT, UNFIT = 409, 422


@require_safe
def manage_actor(request: HttpRequest, slug: str) -> HttpResponse:
    """The page from which an actor is edited, for those who may do so."""
    actor, by = own_actor(request, slug)
    screen = actor_screen(by, actor, is_reviewed=is_reviewed(by, actor.pk))
    return render(request, "directory/editing/actor.html", {"screen": screen})


def _part() -> Section:
    found = section(Kind.ACTOR, "statements")
    assert found is not None
    return found


def _content_for(by: Subject, actor: Actor) -> ActorContent:
    content = shown_to(by, actor, content_of(actor))
    assert isinstance(content, ActorContent)
    return content


@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest, slug: str) -> HttpResponse:
    """The list; one of them goes up, down or away."""
    actor, by = own_actor(request, slug)
    content = _content_for(by, actor)
    if request.method == "POST":
        changed = _reordered(list(content.statements), request)
        try:
            _keep(actor, changed, seen=request.POST.get("seen", ""), by=by)
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(reverse("directory:edit_actor", args=[slug, "statements"]))
    screen = statements_screen(by, actor, _part(), content)
    return render(request, "directory/editing/statements.html", {"screen": screen})


def _reordered(rows: list[StatementData], request: HttpRequest) -> list[StatementData]:
    for verb, step in (("up", -1), ("down", 1), ("remove", 0)):
        number = int_param(request.POST.get(verb), -1)
        if 0 <= number < len(rows):
            moved = rows.pop(number)
            if step:
                rows.insert(max(0, number + step), moved)
            break
    return rows


def _keep(actor: Actor, rows: list[StatementData], *, seen: str, by: Subject) -> editing.Saved:
    return editing.save_section(
        kind=Kind.ACTOR,
        pk=actor.pk,
        section=_part(),
        changes={"statements": [to_json(said) for said in rows]},
        seen=seen,
        by=by,
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for another statement of the actor; saving it leads to the list of them."""
    actor, by = own_actor(request, slug)
    return _statement(request, actor, by, number=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_statement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form for a statement by its number from 0; opening one that does not exist is a 404."""
    actor, by = own_actor(request, slug)
    if number >= len(_content_for(by, actor).statements) and request.method != "POST":
        raise Http404
    return _statement(request, actor, by, number=number)


def _statement(request: HttpRequest, actor: Actor, by: Subject, *, number: int | None) -> HttpResponse:
    content = _content_for(by, actor)
    data = request.POST if request.method == "POST" else None
    chosen = data.getlist("concepts") if data is not None else _concepts_at(content, number)
    is_search = data is not None and "find" in data
    search = ConceptSearchForm(data)
    found = find_concepts(search.data.get("wanted", "")) if is_search else []
    offered = concepts_of(chosen) + [one for one in found if one.pk not in set(chosen)]
    form = StatementForm(data, offered=offered, initial=_start(content, number))
    screen: dict[str, Any] = {"form": form, "search": search, "is_new": number is None}
    if is_search:
        form.errors.clear()
        screen |= {"has_searched": True, "has_found": bool(found)}
    elif data is not None and form.is_valid():
        try:
            saved = _keep(
                actor,
                _replaced(content, number, form.said()),
                seen=form.cleaned_data["seen"],
                by=by,
            )
        except Refusal:
            return _stale(request, actor, by, offered=offered, search=search)
        messages.success(request, str(entry_labels.SAVED[saved.way]))
        return HttpResponseRedirect(reverse("directory:edit_actor", args=[actor.slug, "statements"]))
    shown = statement_screen(by, actor, _part(), **screen)
    status = UNFIT if data is not None and not is_search else 200
    return render(request, "directory/editing/statement.html", {"screen": shown}, status=status)


def _concepts_at(content: ActorContent, number: int | None) -> list[str]:
    return [] if number is None else list(content.statements[number].concepts)


def _start(content: ActorContent, number: int | None) -> dict[str, Any]:
    seen = {"seen": etag_of(content, _part().facts)}
    if number is None or number >= len(content.statements):
        return {"direction": "offer", **seen}
    said = content.statements[number]
    return {
        "direction": said.direction,
        "text_de": said.text_de,
        "text_en": said.text_en,
        "concepts": list(said.concepts),
        **seen,
    }


def _replaced(content: ActorContent, number: int | None, said: StatementData) -> list[StatementData]:
    rows = list(content.statements)
    if number is None or number >= len(rows):
        return [*rows, said]
    return [*rows[:number], said, *rows[number + 1 :]]


def _stale(
    request: HttpRequest, actor: Actor, by: Subject, *, offered: list[Any], search: ConceptSearchForm
) -> HttpResponse:
    """The list has changed, so a number in it means nothing any more: the text is kept as a new statement."""
    content = _content_for(by, Actor.objects.get(pk=actor.pk))
    data = request.POST.copy()
    data["seen"] = etag_of(content, _part().facts)
    form = StatementForm(data, offered=offered)
    screen = statement_screen(by, actor, _part(), form=form, search=search, is_new=True, is_stale=True)
    return render(request, "directory/editing/statement.html", {"screen": screen}, status=CONFLICT)
