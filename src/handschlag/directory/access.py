"""Who comes to a page, what it reads from an address, and what stands where something is no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may_awake, require
from handschlag.directory.contents import Kind
from handschlag.directory.criteria import Criteria, Sort
from handschlag.directory.entries import SORTS, Entry, owns
from handschlag.directory.models import Actor, Network, Status, Story
from handschlag.directory.public import Whereabouts


def criteria_of(request: HttpRequest) -> Criteria:
    """What an address asks for; whoever names a place wants the nearest first."""
    criteria = Criteria.of(request.GET)
    if criteria.near and "sort" not in request.GET:
        return replace(criteria, sort=Sort.DISTANCE)
    return criteria


def elsewhere(request: HttpRequest, found: Whereabouts, *, name: str) -> HttpResponse:
    """The answer where an address has no entry: another address, gone for good, or never there."""
    if found.moved_to:
        answer = HttpResponsePermanentRedirect(reverse(name, args=[found.moved_to]))
        answer["Cache-Control"] = (
            "no-cache"  # a merge may be undone; browsers keep the answer for ever otherwise
        )
        return answer
    if found.is_gone:
        return render(request, "directory/gone.html", status=410)
    raise Http404


LARGEST = 2**62


def int_param(text: str | None, default: int) -> int:
    """A whole number from 0, at most `LARGEST`; the default for anything else."""
    plain = (text or "").strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 18:
        return default
    return min(int(plain), LARGEST)


def int_params(texts: Iterable[str], *, most: int = 500) -> list[int]:
    """The numbers among the first `most` texts; anything else is passed over."""
    return [number for text in list(texts)[:most] if (number := int_param(text, -1)) >= 0]


def own_entry(request: HttpRequest, kind: Kind, **key: object) -> tuple[Entry, Subject]:
    """The entry, if this person may edit it; what is not public does not even exist for others."""
    by = subject_of(request.user)
    action = SORTS[kind].edit
    if by.user_id is None:
        require(by, action)  # nobody learns which addresses exist: a visitor is asked to sign in first
    entry = SORTS[kind].model._default_manager.filter(**key).first()  # noqa: SLF001
    if entry is None:
        raise Http404
    is_owner = owns(by, entry)
    if entry.status != Status.PUBLISHED and not may_awake(by, action, owns=is_owner):
        raise Http404
    require(by, action, owns=is_owner)
    return entry, by


def own_network(request: HttpRequest, slug: str) -> tuple[Network, Subject]:
    """The network, if this person may edit it; a visitor signs in first, others may see a 404."""
    network, by = own_entry(request, Kind.NETWORK, slug=slug)
    assert isinstance(network, Network)
    return network, by


def own_actor(request: HttpRequest, slug: str) -> tuple[Actor, Subject]:
    """The actor, if this person may edit it; one that was merged into another is a 404."""
    actor, by = own_entry(request, Kind.ACTOR, slug=slug, merged_into=None)
    assert isinstance(actor, Actor)
    return actor, by


def own_story(request: HttpRequest, slug: str) -> tuple[Story, Subject]:
    """The news item, if this person may edit it; a visitor signs in first, others may see a 404."""
    story, by = own_entry(request, Kind.STORY, slug=slug)
    assert isinstance(story, Story)
    return story, by


def somebody(request: HttpRequest, action: Action = Action.EDIT_OWN_ACCOUNT) -> Subject:
    """Whoever has signed in, and may do this at all."""
    by = subject_of(request.user)
    require(by, action, owns=True)
    return by


def kind_in(text: str) -> Kind:
    """The kind of entry that an address names."""
    if text not in set(Kind):
        raise Http404
    return Kind(text)
