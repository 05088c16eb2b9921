"""Which actors may be one and the same, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.names import folded_name
from handschlag.directory.entries import entered_actors, managed_ids
from handschlag.directory.models import Actor, Membership, Network, Status

# Longest first: "GmbH & Co. KG" is one form, not two.
FORMS = (
    r"(gemeinnuetzige )?gmbh und co kgaa",
    r"(gemeinnuetzige )?gmbh und co kg",
    r"(gemeinnuetzige )?gmbh und co ohg",
    r"gesellschaft mit beschraenkter haftung",
    r"ug haftungsbeschraenkt und co kg",
    r"ug haftungsbeschraenkt",
    r"ag und co kgaa",
    r"ag und co kg",
    r"se und co kgaa",
    r"se und co kg",
    r"und co kg",
    r"eingetragener verein",
    r"eingetragene genossenschaft",
    r"aktiengesellschaft",
    r"gemeinnuetzige gmbh",
    r"ggmbh",
    r"g m b h und co k g",
    r"gmbh",
    r"g m b h",
    r"mbh",
    r"kgaa",
    r"e v",
    r"ev",
    r"e g",
    r"eg",
    r"e k",
    r"ek",
    r"ag",
    r"kg",
    r"ohg",
    r"gbr",
    r"partg mbb",
    r"partg",
    r"ug",
    r"se",
    r"inc",
    r"ltd",
    r"b v",
    r"bv",
    r"s a r l",
    r"sarl",
)
ENDING = re.compile(rf"( ({'|'.join(FORMS)}))+$")


def bare_name(name: str) -> str:
    """The folded name without its legal form; a name that is nothing but a form stays."""
    plain = folded_name(name)
    return ENDING.sub("", " " + plain).strip() or plain


def legal_form(name: str) -> str:
    """The folded legal form at the end of a name; empty for none.

    >>> legal_form("iba AG"), legal_form("Meier GmbH & Co. KG"), legal_form("Siemens")
    ('ag', 'gmbh und co kg', '')
    """
    found = ENDING.search(" " + folded_name(name))
    return found[0].strip() if found and bare_name(name) != folded_name(name) else ""


SIMILAR_COMPANY, SIMILAR_INSTITUTE, SIMILAR_UNPLACED = 88, 96, 93
LIKE_ENOUGH_FOR_A_WEBSITE = 70
RARE_WORD = 12  # a word in at most so many names tells them apart
SHARED_HOST = 8  # a website of more actors is that of a university or a science park
INSTITUTES = frozenset({"university", "research"})


class DuplicateReason(StrEnum):
    SAME_ROR = "same_ror"
    SAME_NAME = "same_name"
    SAME_NAME_ELSEWHERE = "same_name_elsewhere"
    SIMILAR_NAME = "similar_name"
    SAME_WEBSITE = "same_website"


@dataclass(frozen=True, kw_only=True)  # not slotted: its folded forms are computed once
class Candidate:
    """What is compared of an actor."""

    id: int
    name: str
    kind: str = "company"
    place: str = ""
    website: str = ""
    ror_id: str = ""
    parent: int | None = None

    @cached_property
    def bare(self) -> str:
        return bare_name(self.name)

    @cached_property
    def town(self) -> str:
        return folded_name(self.place)

    @cached_property
    def host(self) -> str:
        return host_of(self.website)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A pair, the lower id first, with its reasons, the strongest first, and a likeness of 1 to 100."""

    first: int
    second: int
    reasons: tuple[DuplicateReason, ...]
    likeness: int


def host_of(website: str) -> str:
    """The host without `www.`; empty for what is no address."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def compare(one: Candidate, other: Candidate) -> Likely | None:
    """Why these two may be one; None when nothing says so, or something says no."""
    if one.id == other.id or _is_ruled_out(one, other):
        return None
    found = dict(_reasons(one, other))
    if not found:
        return None
    best = sorted(found, key=lambda reason: -found[reason])
    likeness = min(99, found[best[0]] + 3 * (len(best) - 1))
    if best[0] is DuplicateReason.SAME_ROR:
        likeness = 100
    first, second = sorted((one.id, other.id))
    return Likely(first=first, second=second, reasons=tuple(best), likeness=likeness)


def _is_ruled_out(one: Candidate, other: Candidate) -> bool:
    """A part is not its whole; two ROR ids are two organisations; number 1 is not number 2."""
    if other.id == one.parent or one.id == other.parent:
        return True
    if one.ror_id and other.ror_id and one.ror_id != other.ror_id:
        return True
    return _numbers(one.bare) != _numbers(other.bare)


def _numbers(name: str) -> list[str]:
    return re.findall(r"\b(?:\d+|[ivx]{1,4})\b", name)


def _reasons(one: Candidate, other: Candidate) -> Iterator[tuple[DuplicateReason, int]]:
    """Each reason that holds, with the likeness that it alone would give."""
    if one.ror_id and one.ror_id == other.ror_id:
        yield DuplicateReason.SAME_ROR, 100
    is_apart = bool(one.town and other.town and one.town != other.town)
    if one.bare.replace(" ", "") == other.bare.replace(" ", ""):
        if is_apart:
            yield DuplicateReason.SAME_NAME_ELSEWHERE, 75
        else:
            yield DuplicateReason.SAME_NAME, 96 if one.town and other.town else 90
    elif not is_apart and (likeness := _similarity(one, other)):
        yield DuplicateReason.SIMILAR_NAME, likeness
    if _is_same_website(one, other):
        yield DuplicateReason.SAME_WEBSITE, 70


def _similarity(one: Candidate, other: Candidate) -> int:
    """How alike two names are, when that is enough to be a reason; otherwise 0."""
    least = SIMILAR_INSTITUTE if {one.kind, other.kind} & INSTITUTES else SIMILAR_COMPANY
    if not (one.town and other.town):
        least = max(least, SIMILAR_UNPLACED)
    found = fuzz.token_sort_ratio(one.bare, other.bare, score_cutoff=least)
    return max(0, int(found) - 6) if found else 0


def _is_same_website(one: Candidate, other: Candidate) -> bool:
    """Institutes share the website of their university; it says nothing about them."""
    if not one.host or one.host != other.host or {one.kind, other.kind} & INSTITUTES:
        return False
    return fuzz.token_set_ratio(one.bare, other.bare) >= LIKE_ENOUGH_FOR_A_WEBSITE


def likely_pairs(candidates: Iterable[Candidate]) -> tuple[Likely, ...]:
    """All pairs worth a look, the likeliest first."""
    known = {one.id: one for one in candidates}
    found: dict[tuple[int, int], Likely] = {}
    for a, b in _pairs_to_compare(tuple(known.values())):
        pair = (min(a, b), max(a, b))
        if pair not in found and (likely := compare(known[a], known[b])):
            found[pair] = likely
    return tuple(sorted(found.values(), key=lambda one: (-one.likeness, one.first, one.second)))


def _pairs_to_compare(candidates: tuple[Candidate, ...]) -> Iterator[tuple[int, int]]:
    for block in _blocks(candidates):
        for index, one in enumerate(block):
            for other in block[index + 1 :]:
                yield one.id, other.id
    yield from _alike_in_one_town(candidates)


def _blocks(candidates: tuple[Candidate, ...]) -> Iterator[list[Candidate]]:
    """Those with the same ROR id, name, website, or rare word of the name."""
    frequency = Counter(word for one in candidates for word in set(one.bare.split()))
    found: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for one in candidates:
        found["ror", one.ror_id].append(one)
        found["name", one.bare.replace(" ", "")].append(one)
        found["host", one.host].append(one)
        for word in {word for word in one.bare.split() if len(word) > 3 and frequency[word] <= RARE_WORD}:
            found["word", word].append(one)
    for (sort, key), block in found.items():
        if key and len(block) > 1 and not (sort == "host" and len(block) > SHARED_HOST):
            yield block


def _alike_in_one_town(candidates: tuple[Candidate, ...]) -> Iterator[tuple[int, int]]:
    """Names that differ by a letter share no word: within a town all names are compared, in compiled code."""
    towns: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        towns[one.town].append(one)
    for town, block in towns.items():
        if not town:
            continue
        names = [one.bare for one in block]
        for index, name in enumerate(names):
            alike = process.extract_iter(
                name, names[index + 1 :], scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR_COMPANY
            )
            for _, _, offset in alike:
                yield block[index].id, block[index + 1 + offset].id


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


NEW = 0  # the id of an actor that is not there yet


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyActor:
    """An actor that is there already and may be meant."""

    actor: Actor
    reasons: tuple[DuplicateReason, ...]
    is_member: bool
    is_of_others: bool


def likely_actors(network: Network | None, new: Candidate, by: Subject) -> tuple[LikelyActor, ...]:
    """Actors that may be the new one: those that are public, or of this person's own networks."""
    is_editor = may(by, Action.PUBLISH_ACTOR)
    seen = Actor.objects.all()
    if not is_editor:
        own = Membership.objects.filter(network_id__in=managed_ids(by)).values("actor_id")
        seen = Actor.objects.filter(status=Status.PUBLISHED) | Actor.objects.filter(pk__in=own)
    found = like(new, seen)
    ids = [one.second if one.first == new.id else one.first for one in found]
    actors = Actor.objects.in_bulk(ids)
    entered = set(entered_actors(by).filter(actor_id__in=ids).values_list("actor_id", flat=True))
    members = Membership.objects.filter(network=network, until=None, actor_id__in=ids)
    member_ids = set(members.values_list("actor_id", flat=True))
    return tuple(
        LikelyActor(
            actor=actors[pk],
            reasons=tuple(one.reasons),
            is_member=pk in member_ids,
            is_of_others=not is_editor and pk not in entered,
        )
        for pk, one in zip(ids, found, strict=True)
    )
