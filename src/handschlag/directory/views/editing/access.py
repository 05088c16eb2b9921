"""Who comes to a page of editing: signed in, and trusted with the entry. The actions ask once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, may_awake, require
from handschlag.directory.models import Actor, Network, Status, Story
from handschlag.directory.queries.entries import SORTS, Entry
from handschlag.directory.queries.managing import owns
from handschlag.directory.rules.contents import Kind


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
