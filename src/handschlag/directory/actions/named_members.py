"""Loads whom sources name with networks: actors of their own, never over somebody's edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from handschlag.common import audit
from handschlag.common.rules.slugs import free_slug
from handschlag.directory.models import Actor, NamedMember, Network, Status
from handschlag.directory.queries.public import LONGEST_CHAIN
from handschlag.directory.rules.legal_forms import legal_form
from handschlag.directory.rules.named_members import (
    NamedOrganisation,
    key_of,
    kind_by_name,
    name_in,
    named_in,
    together,
)
from handschlag.directory.rules.published_network import PublishedNetwork

_LONGEST_SLUG = 100
type _Group = Sequence[tuple[int, NamedOrganisation]]
type _Mention = tuple[int, str, str]  # network, source, words


def load_named(written: Mapping[int, PublishedNetwork], *, now: datetime) -> list[int]:
    """Whoever is named with these networks is an actor, and rows say where; the ids of all concerned.

    An actor that somebody has renamed, merged or archived is still the one that these words mean: nothing
    comes back that was taken out, and nothing that is there is written over.
    """
    own = {
        key_of(name) for pair in Network.objects.values_list("name", "short_name") for name in pair if name
    }
    groups = together({pk: named_in(facts.stated, networks=own) for pk, facts in written.items()})
    before = list(NamedMember.objects.filter(network_id__in=written))
    into = _merged()
    meant = {_mention(row): _final(row.actor_id, into) for row in before}
    by_name, by_words = _by_name(into), _by_earlier_words(into)
    found = [
        (_those_meant(some, meant) or _alike(some, by_name) or _alike(some, by_words), some)
        for some in groups
    ]
    new = [some for ids, some in found if not ids]
    made = _create([some[0][1].name for some in new], now=now)
    # Where several have the name, nobody knows which is meant: that is said of none of them.
    pairs = [(min(ids), some) for ids, some in found if len(ids) == 1]
    rows = _rows([*pairs, *zip(made, new, strict=True)], before)
    still = {(network, one.source, one.words) for some in groups for network, one in some}
    _write(rows, before, still)
    return sorted({row.actor_id for row in (*before, *rows)})


def _those_meant(some: _Group, meant: Mapping[_Mention, int]) -> set[int]:
    """The actor that these words meant before, whatever it is called by now."""
    keys = [(network, one.source, one.words) for network, one in some]
    return {meant[key] for key in keys if key in meant}


def _alike(some: _Group, actors_by_name: Mapping[str, set[tuple[int, str]]]) -> set[int]:
    """The actors of the same name that no legal form tells apart."""
    forms = {legal_form(one.name) for _network, one in some} - {""}
    alike = actors_by_name.get(key_of(some[0][1].name), ())
    return {pk for pk, form in alike if not form or not forms - {form}}


def _rows(pairs: Iterable[tuple[int, _Group]], before: Iterable[NamedMember]) -> list[NamedMember]:
    """One row for each actor, network and source; of several wordings, the one that stands there stays."""
    earlier = {_key(row): row.words for row in before}
    rows: dict[tuple[int, int, str], NamedMember] = {}
    for actor_id, some in pairs:
        for network_id, one in some:
            row = NamedMember(
                actor_id=actor_id,
                network_id=network_id,
                words=one.words,
                source=one.source,
                source_kind=one.source_kind,
                copied_on=one.copied_on,
            )
            key = _key(row)
            if key not in rows or row.words == earlier.get(key):
                rows[key] = row
    return list(rows.values())


def _write(rows: Iterable[NamedMember], before: Iterable[NamedMember], still: set[_Mention]) -> None:
    """These rows; others go only where their words are gone: an undo of a merge needs those that stay."""
    wanted = {_key(row): row for row in rows}
    kept = {key: row.pk for row in before if (key := _key(row)) in wanted}
    gone = [row.pk for row in before if _key(row) not in kept and _mention(row) not in still]
    NamedMember.objects.filter(pk__in=gone).delete()
    for key, pk in kept.items():
        wanted[key].pk = pk
    NamedMember.objects.bulk_update(
        [wanted[key] for key in kept], ["words", "source_kind", "copied_on"], batch_size=200
    )
    NamedMember.objects.bulk_create([row for key, row in wanted.items() if key not in kept], batch_size=500)


def _key(row: NamedMember) -> tuple[int, int, str]:
    return row.actor_id, row.network_id, row.source


def _mention(row: NamedMember) -> _Mention:
    return row.network_id, row.source, row.words


def _merged() -> Mapping[int, int]:
    """Into whom each merged actor went."""
    return dict(Actor.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))


def _final(pk: int, into: Mapping[int, int]) -> int:
    """Who an actor is by now, over merges of merges."""
    for _ in range(LONGEST_CHAIN):
        pk = into.get(pk, pk)
    return pk


def _by_name(into: Mapping[int, int]) -> Mapping[str, set[tuple[int, str]]]:
    """The actors that are or were public, with their legal forms, by what equal names have in common."""
    rows = Actor.objects.filter(is_demo=False, status__in=[Status.PUBLISHED, Status.ARCHIVED])
    return _by_key(rows.values_list("pk", "name"), into)


def _by_earlier_words(into: Mapping[int, int]) -> Mapping[str, set[tuple[int, str]]]:
    """The same by what any source calls them: somebody may have renamed them since."""
    rows = NamedMember.objects.values_list("actor_id", "words")
    return _by_key(((pk, name_in(words)) for pk, words in rows), into)


def _by_key(rows: Iterable[tuple[int, str]], into: Mapping[int, int]) -> Mapping[str, set[tuple[int, str]]]:
    by_key: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for pk, name in rows:
        by_key[key_of(name)].add((_final(pk, into), legal_form(name)))
    return by_key


def _create(names: Iterable[str], *, now: datetime) -> list[int]:
    """New actors of whom nothing is known but the name, and what it tells."""
    taken = set(Actor.objects.values_list("slug", flat=True))
    made = []
    for name in names:
        slug = free_slug(name, taken, longest=_LONGEST_SLUG)
        taken.add(slug)
        made.append(
            Actor(
                name=name,
                slug=slug,
                kind=kind_by_name(name),
                status=Status.PUBLISHED,
                published_at=now,
            )
        )
    Actor.objects.bulk_create(made, batch_size=500)
    audit.record_all(verb="loaded", targets=((actor, {}) for actor in made), by_id=None, now=now)
    return [actor.pk for actor in made]
