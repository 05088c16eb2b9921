"""An actor's entry, and what the actor offers and seeks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.language import pick
from handschlag.common.names import folded_name
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import OneLine
from handschlag.directory import versions
from handschlag.directory.access import int_param, own_actor
from handschlag.directory.contents import (
    ActorContent,
    Kind,
    Section,
    StatementData,
    etag_of,
    section,
    to_json,
)
from handschlag.directory.editing import labels
from handschlag.directory.editing.dashboard import entry_state, sections_of
from handschlag.directory.editing.sections import crumbs_of, words_of_saving
from handschlag.directory.entries import content_of, has_entered, is_reviewed, names_in, shown_to
from handschlag.directory.memberships import open_memberships
from handschlag.directory.models import Actor, Concept, Direction
from handschlag.directory.public import is_public

MOST_FOUND = 12


def find_concepts(text: str) -> list[Concept]:
    """Those whose labels, synonyms or abbreviations hold every word; those that begin with it come first."""
    words = folded_name(text).split()
    if not words:
        return []
    found = []
    for concept in Concept.objects.all():
        labels = folded_name(f"{concept.label_de} {concept.label_en}")
        others = folded_name(" ".join([*concept.synonyms_de, *concept.synonyms_en, *concept.abbreviations]))
        if all(word in labels or word in others for word in words):
            is_label = all(word in labels for word in words)
            begins = any(part.startswith(words[0]) for part in labels.split())
            found.append(((not is_label, not begins, concept.label_de.casefold()), concept))
    return [concept for _rank, concept in sorted(found, key=lambda pair: pair[0])[:MOST_FOUND]]


def concepts_of(codes: Iterable[str]) -> list[Concept]:
    """The concepts with these codes, by German label; unknown codes are left out."""
    return list(Concept.objects.filter(pk__in=list(codes)).order_by("label_de"))


DIRECTIONS = (
    (Direction.OFFER.value, _("What it offers")),
    (Direction.NEED.value, _("What it is looking for")),
)
MOST_CONCEPTS = 6


class StatementForm(forms.Form):
    """`offered` are the concepts to tick: those chosen before, and those that a search found."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS, widget=forms.RadioSelect)
    text_de = OneLine(label=_("In German"), max_length=300, required=False)
    text_en = OneLine(label=_("In English"), max_length=300, required=False)
    concepts = forms.MultipleChoiceField(
        label=_("Search terms"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[Concept], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["concepts"].choices = [  # type: ignore[attr-defined]
            (one.pk, pick(one.label_de, one.label_en)) for one in offered
        ]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("text_de") and not self.cleaned_data.get("text_en"):
            self.add_error("text_de", _("Enter it in at least one of the two languages."))
        if len(self.cleaned_data.get("concepts", ())) > MOST_CONCEPTS:
            self.add_error("concepts", _("Choose at most %(most)s concepts.") % {"most": MOST_CONCEPTS})
        return self.cleaned_data

    def said(self) -> StatementData:
        return StatementData(
            direction=self.cleaned_data["direction"],
            text_de=self.cleaned_data["text_de"],
            text_en=self.cleaned_data["text_en"],
            concepts=tuple(sorted(self.cleaned_data["concepts"])),
        )


class ConceptSearchForm(forms.Form):
    """Looks for concepts to tick; what was typed elsewhere on the page stays."""

    wanted = OneLine(label=_("Find a concept"), max_length=80, required=False)


def actor_context(by: Subject, actor: Actor, *, is_reviewed: bool) -> dict[str, Any]:
    """What those see who look after the actor: its state, its sections, and open memberships by name."""
    return {
        "actor": actor,
        "crumbs": (Crumb(gettext("Your networks"), reverse("directory:manage")), Crumb(actor.name)),
        "state": entry_state(by, actor),
        "sections": sections_of(by, actor),
        "memberships": open_memberships(actor),
        "is_reviewed": is_reviewed,
        "has_partners": is_public(actor) and may(by, Action.FIND_PARTNERS, owns=has_entered(by, actor.pk)),
    }


def statements_context(by: Subject, actor: Actor, section: Section, content: ActorContent) -> dict[str, Any]:
    """The statements with their concepts in words; `seen` is the mark of how they stand now."""
    names = names_in([content])
    return {
        "actor": actor,
        "crumbs": crumbs_of(actor, labels.section("statements")),
        "rows": [
            (said, [names.concepts.get(code, code) for code in said.concepts]) for said in content.statements
        ],
        "seen": etag_of(content, section.facts),
        "way": words_of_saving(by, actor, section)[0],
    }


def statement_context(
    by: Subject,
    actor: Actor,
    section: Section,
    *,
    form: forms.Form,
    search: forms.Form,
    is_new: bool,
    has_searched: bool = False,
    has_found: bool = False,
    is_stale: bool = False,
) -> dict[str, Any]:
    """The form for one statement, with the search for concepts that goes with it."""
    way, button = words_of_saving(by, actor, section)
    return {
        "actor": actor,
        "is_new": is_new,
        "crumbs": crumbs_of(actor, labels.section("statements")),
        "form": form,
        "search": search,
        "has_searched": has_searched,
        "has_found": has_found,
        "is_stale": is_stale,
        "way": way,
        "button": button,
    }


CONFLICT, UNFIT = 409, 422


@require_safe
def manage_actor_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page from which an actor is edited, for those who may do so."""
    actor, by = own_actor(request, slug)
    screen = actor_context(by, actor, is_reviewed=is_reviewed(by, actor.pk))
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
def statements_page(request: HttpRequest, slug: str) -> HttpResponse:
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
    screen = statements_context(by, actor, _part(), content)
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


def _keep(actor: Actor, rows: list[StatementData], *, seen: str, by: Subject) -> versions.Saved:
    return versions.save_section(
        kind=Kind.ACTOR,
        pk=actor.pk,
        section=_part(),
        changes={"statements": [to_json(said) for said in rows]},
        seen=seen,
        by=by,
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_statement_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for another statement of the actor; saving it leads to the list of them."""
    actor, by = own_actor(request, slug)
    return _statement(request, actor, by, number=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_statement_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
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
        messages.success(request, str(labels.SAVED[saved.way]))
        return HttpResponseRedirect(reverse("directory:edit_actor", args=[actor.slug, "statements"]))
    shown = statement_context(by, actor, _part(), **screen)
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
    screen = statement_context(by, actor, _part(), form=form, search=search, is_new=True, is_stale=True)
    return render(request, "directory/editing/statement.html", {"screen": screen}, status=CONFLICT)
