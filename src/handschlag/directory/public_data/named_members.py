"""Organisations that sources name with a network: which they are, and what is none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common import audit
from handschlag.common.names import folded_name, free_slug
from handschlag.directory.models import Actor, NamedMember, Network, NetworkStatement, Status
from handschlag.directory.public import LONGEST_CHAIN, is_public
from handschlag.directory.public_data.published import PublishedNetwork
from handschlag.directory.public_data.statements import Stated, most_trusted_first
from handschlag.directory.similar_actors import bare_name, legal_form

FACT: Final = "known_members"
_BETWEEN: Final = re.compile(r";(?![^(]*\))")  # what brackets say stays with its name
# One of many of its kind, or several at once: nobody knows who is meant.
_NOBODY: Final = frozenset(
    {
        *("fraunhofer", "fraunhofer gesellschaft", "fraunhofer institut", "handelskammer", "handwerkskammer"),
        *("hochschule", "ihk", "sparkasse", "stadt", "stadtwerke", "universitaet", "volksbank"),
    }
)
_SEVERAL: Final = re.compile(r"^(?:die|der|das|mitgliedsverbaende) |ministerien$|kammern$")
_SHORT_FORMS: Final = (
    (re.compile(r"^tu "), "technische universitaet "),
    (re.compile(r"^th "), "technische hochschule "),
)
# What a name begins with, or has in it, that tells the kind of an organisation.
_KINDS: Final = (
    (
        "university",
        ("tu", "th", "fh", "fau", "haw", "hawk", "htw", "htwg", "oth", "kit", "rwth"),
        ("universit", "hochschule", "college"),
    ),
    (
        "research",
        (
            *("atb", "carnet", "cetex", "desy", "dfki", "dkfz", "dlr", "embl", "ifbb", "ifnano", "imtek"),
            *("iris", "itwm", "skz", "stfi", "titk", "zsw"),
        ),
        ("fraunhofer", "leibniz", "helmholtz", "max planck", "institut", "forschungs", "laser laboratorium"),
    ),
    (
        "other",
        (
            *(
                "agit",
                "amz",
                "biocologne",
                "bioindustry",
                "bioanalytik",
                "bsi",
                "bts",
                "hannoverimpuls",
                "ihk",
            ),
            *("landratsamt", "lena", "lrt", "luxinnovation", "polizei", "saena", "stadt", "thega"),
            *("suedwestrundfunk", "uke", "zdh"),
        ),
        (
            *("akademie", "automotive", "cluster", "diakonie", "gesellschaft fuer", "kammer", "klinik"),
            *("kommando", "kreis", "ministerium", "netzwerk", "network", "region", "stiftung", "verband"),
            *("regio ", "technische sammlungen", "wirtschaftsfoerderung", " e v"),
        ),
    ),
)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOrganisation:
    """An organisation as one source names it; `words` are those of the source, with what brackets say."""

    name: str
    words: str
    source: str
    source_kind: str
    copied_on: str


def named_in(statements: Iterable[Stated], *, networks: Collection[str] = ()) -> list[NamedOrganisation]:
    """Everybody whom these sources name, the most trusted source first; `networks` have entries of their own.

    >>> said = Stated(
    ...     fact="known_members",
    ...     value="Carl Zeiss (founding member); SICK; IHK; die Kammern (a; b)",
    ...     source="s",
    ...     source_kind="own",
    ... )
    >>> [(one.name, one.words) for one in named_in([said])]
    [('Carl Zeiss', 'Carl Zeiss (founding member)'), ('SICK', 'SICK')]
    >>> [one.name for one in named_in([said], networks=[key_of("SICK AG")])]
    ['Carl Zeiss']
    """
    found = []
    for one in most_trusted_first(one for one in statements if one.fact == FACT):
        for words in words_in(one.value):
            name = name_in(words)
            if _is_one(name) and key_of(name) not in networks:
                found.append(
                    NamedOrganisation(
                        name=name,
                        words=words,
                        source=one.source,
                        source_kind=one.source_kind,
                        copied_on=one.copied_on,
                    )
                )
    return found


def words_in(text: str) -> list[str]:
    """The parts of a list, each with what brackets say about it.

    >>> words_in("Carl Zeiss (founding member; board); SICK")
    ['Carl Zeiss (founding member; board)', 'SICK']
    """
    return [part.strip()[:_LONGEST] for part in _BETWEEN.split(text) if part.strip()]


def name_in(words: str) -> str:
    """The name without what brackets say about it."""
    return words.partition(" (")[0].strip()


def _is_one(name: str) -> bool:
    """Whether a name says which organisation it is.

    >>> [_is_one(name) for name in ("Fraunhofer", "Fraunhofer IWU", "IHK", "IHK Köln")]
    [False, True, False, True]
    """
    plain = folded_name(name)
    return len(plain) > 1 and plain not in _NOBODY and not _SEVERAL.search(plain)


def key_of(name: str) -> str:
    """What equal names have in common: no capitals, no legal form, one spelling of technical universities.

    >>> key_of("SGL Carbon SE") == key_of("SGL CARBON")
    True
    >>> key_of("TU Dresden") == key_of("Technische Universität Dresden")
    True
    >>> key_of("Bosch") == key_of("Bosch Rexroth")
    False
    """
    plain = bare_name(name)
    for short, full in _SHORT_FORMS:
        plain = short.sub(full, plain)
    return plain


def together(named: Mapping[int, Iterable[NamedOrganisation]]) -> list[list[tuple[int, NamedOrganisation]]]:
    """What is said of one organisation stands together, with the network it is named with.

    Equal names are one; where legal forms tell two apart, a name without a form is neither of them.

    >>> def said(name):
    ...     return NamedOrganisation(name=name, words=name, source="", source_kind="", copied_on="")
    >>> found = together({1: [said("iba AG"), said("SAP")], 2: [said("IBA GmbH"), said("SAP SE")]})
    >>> [[one.name for _, one in some] for some in found]
    [['iba AG'], ['SAP', 'SAP SE'], ['IBA GmbH']]
    """
    every = [(network, one) for network, some in named.items() for one in some]
    forms: dict[str, set[str]] = {}
    for _network, one in every:
        forms.setdefault(key_of(one.name), set()).add(legal_form(one.name))
    found: dict[tuple[str, str], list[tuple[int, NamedOrganisation]]] = {}
    for network, one in every:
        key = key_of(one.name)
        are_several = len(forms[key] - {""}) > 1
        found.setdefault((key, legal_form(one.name) if are_several else ""), []).append((network, one))
    return list(found.values())


def kind_by_name(name: str) -> str:
    """The kind that a name tells; most organisations whose name tells nothing are companies.

    >>> [kind_by_name(name) for name in ("TU Ilmenau", "Fraunhofer IOF", "IHK Berlin", "Siemens")]
    ['university', 'research', 'other', 'company']
    """
    plain = folded_name(name)
    for kind, first_words, parts in _KINDS:
        if plain.split()[0] in first_words or any(part in plain for part in parts):
            return kind
    return "company"


def public_words(value: str, source: str, named: Iterable[NamedMember]) -> list[tuple[str, Actor | None]]:
    """The words of this source that everybody may read, each with its actor where it has one.

    One source may name an actor in two wordings: the name tells whom the other one means, where it can be
    nobody else.
    """
    exactly: dict[str, Actor] = {}
    alike: defaultdict[str, set[Actor]] = defaultdict(set)
    # Where words are left from before a merge, whoever is public is meant.
    for row in sorted(named, key=lambda row: is_public(row.actor)):
        if row.source == source:
            exactly[row.words] = row.actor
            for name in (name_in(row.words), row.actor.name):
                alike[key_of(name)].add(row.actor)
    pairs = []
    for words in words_in(value):
        actors = alike.get(key_of(name_in(words)), set())
        actor = exactly.get(words) or (next(iter(actors)) if len(actors) == 1 else None)
        if actor is None or is_public(actor):
            pairs.append((words, actor))
    return pairs


def public_value(statement: NetworkStatement, named: Iterable[NamedMember]) -> str:
    """What a source says, without the names of those that were taken out; empty where nobody is left."""
    if statement.fact != FACT:
        return statement.value
    shown = [words for words, _actor in public_words(statement.value, statement.source, named)]
    return statement.value if shown == words_in(statement.value) else "; ".join(shown)


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
