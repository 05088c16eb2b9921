"""Actors as the search for duplicates sees them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from handschlag.directory.models import Actor, Network, Status
from handschlag.directory.queries.public import public_actors, public_networks
from handschlag.directory.rules.duplicates import Candidate, Likely, compare
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.directory.rules.linking import EntryWithoutId

MOST_CANDIDATES = 200
MOST_SHOWN = 8


def candidates(actors: QuerySet[Actor] | None = None) -> tuple[Candidate, ...]:
    """Every actor that is or may become public."""
    rows = Actor.objects.all() if actors is None else actors
    found = rows.filter(merged_into__isnull=True).exclude(status=Status.ARCHIVED)
    values = found.order_by("pk").values_list("pk", "name", "kind", "place", "website", "ror_id", "parent_id")
    return tuple(
        Candidate(id=pk, name=name, kind=kind, place=place, website=website, ror_id=ror, parent=parent)
        for pk, name, kind, place, website, ror, parent in values.iterator()
    )


def candidate_of(actor: Actor) -> Candidate:
    """An actor that is there, perhaps not public yet."""
    return Candidate(
        id=actor.pk,
        name=actor.name,
        kind=actor.kind,
        place=actor.place,
        website=actor.website,
        ror_id=actor.ror_id,
        parent=actor.parent_id,
    )


def like(new: Candidate, among: QuerySet[Actor]) -> tuple[Likely, ...]:
    """Actors that the new one may be already, the likeliest first: those that share a word with its name."""
    words = [word for word in bare_name(new.name).split() if len(word) > 2]
    shares = Q(pk__in=[])
    for word in _spellings(words):
        shares |= Q(name__icontains=word)
    if new.host:
        shares |= Q(website__icontains=new.host)
    if new.ror_id:
        shares |= Q(ror_id=new.ror_id)
    found = candidates(among.filter(pk__in=among.filter(shares).values("pk")[:MOST_CANDIDATES]))
    alike = [likely for one in found if (likely := compare(new, one))]
    return tuple(sorted(alike, key=lambda one: -one.likeness)[:MOST_SHOWN])


def _spellings(words: Iterable[str]) -> set[str]:
    """A folded word, and how it may be written: the database knows no folding."""
    found: set[str] = set()
    for word in words:
        found |= {word, word.replace("ae", "ä"), word.replace("oe", "ö"), word.replace("ue", "ü")}
        found |= {word.replace("ss", "ß"), word[: max(4, len(word) - 3)]}
    return found


def entries_without_id(name: str) -> list[EntryWithoutId]:
    """Real public entries without this id (`ror_id` or `wikidata_id`); a ROR id is of actors only."""
    kinds: tuple[QuerySet[Actor] | QuerySet[Network], ...] = (public_actors(),)
    if name == "wikidata_id":
        kinds = (*kinds, public_networks())
    return [
        EntryWithoutId(key=f"{rows.model._meta.model_name}/{slug}", name=title, place=place, website=website)  # noqa: SLF001
        for rows in kinds
        for slug, title, place, website in rows.filter(is_demo=False, **{name: ""})
        .order_by("pk")
        .values_list("slug", "name", "place", "website")
    ]
