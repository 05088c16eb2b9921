"""What an entry says, as a value: compared, kept in its history, proposed and restored."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

_ROR: Final = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_ROR_SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_WIKIDATA: Final = re.compile(r"Q[1-9]\d{0,10}")
_PIC: Final = re.compile(r"[1-9]\d{8}")
# The country, the court by its XJustiz code (the first letter is its Land), the register and the number.
_EUID: Final = re.compile(r"DE[BDFGHKMNPRTUVWXY]\d{4}[A-Z]?\.(?:HRA|HRB|GNR|GSR|PR|VR)\d{1,7}[A-Z]{0,3}")
_REGISTERS: Final = {".GNR": ".GnR", ".GSR": ".GsR"}


def ror(text: str) -> str:
    """The nine signs, from the whole address too; none where the last two do not prove the others.

    The last two are the check digits of ISO 7064, mod 97-10.

    >>> ror("https://ror.org/02nv7yv05"), ror("02nv7yv06")
    ('02nv7yv05', '')
    """
    plain = text.strip().lower().removesuffix("/").rpartition("/")[2]
    if not _ROR.fullmatch(plain):
        return ""
    number = 0
    for sign in plain[:7]:
        number = number * 32 + _ROR_SIGNS.index(sign)
    return plain if 98 - (number * 100) % 97 == int(plain[7:]) else ""


def wikidata(text: str) -> str:
    """The id of an item, from its address too.

    >>> wikidata("https://www.wikidata.org/wiki/Q81230"), wikidata("q42"), wikidata("Q0"), wikidata("P31")
    ('Q81230', 'Q42', '', '')
    """
    plain = text.strip().removesuffix("/").rpartition("/")[2].upper()
    return plain if _WIKIDATA.fullmatch(plain) else ""


def euid(text: str) -> str:
    """The European id of an entry in a German register: court, register and number.

    >>> euid("ded2601v.hrb 6684"), euid("DEU1308.GnR123"), euid("DEA0000.HRB1"), euid("HRB 6684")
    ('DED2601V.HRB6684', 'DEU1308.GnR123', '', '')
    """
    plain = "".join(text.split()).upper()
    if not _EUID.fullmatch(plain):
        return ""
    for loud, written in _REGISTERS.items():
        plain = plain.replace(loud, written)
    return plain


def pic(text: str) -> str:
    """The number of a participant in European programmes: nine digits.

    >>> pic("999 988 133"), pic("12345")
    ('999988133', '')
    """
    plain = "".join(text.split())
    return plain if _PIC.fullmatch(plain) else ""


def addresses(*, ror_id: str, wikidata_id: str) -> tuple[str, ...]:
    """Where others tell of the same organisation."""
    found = (
        ("https://ror.org/", ror_id),
        ("https://www.wikidata.org/entity/", wikidata_id),
    )
    return tuple(before + one for before, one in found if one)


class Kind(StrEnum):
    """Which entry: also the `kind` of revisions, proposals and audit entries, without the floor's name."""

    NETWORK = "network"
    ACTOR = "actor"
    STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoPoint:
    """A place in Germany, as far as it is known."""

    place: str = ""
    land: str = ""
    district: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InProgramme:
    programme: int
    since: date | None = None
    until: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelHeld:
    level: str
    awarded_on: date
    valid_until: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many members were published for a year; shares in per cent."""

    members: int
    year: int | None = None
    share_small: int | None = None
    share_large: int | None = None
    share_research: int | None = None
    note_de: str = ""
    note_en: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Where a fact was read, and when; of a stored copy the day of the copy counts, where it is known."""

    fact: str
    source: str
    seen_on: date | None = None
    basis: str = "published"
    source_kind: str = ""
    copied_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementData:
    """What an actor offers or seeks."""

    direction: str
    text_de: str = ""
    text_en: str = ""
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkContent:
    kind: str
    name: str
    short_name: str = ""
    umbrella: int | None = None
    spot: GeoPoint = GeoPoint()
    founded: int | None = None
    management_body: str = ""
    website: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    street: str = ""
    legal_form: str = ""
    standing: str = ""
    standing_since: int | None = None
    successor: int | None = None
    wikidata_id: str = ""
    euid: str = ""
    pic: str = ""
    description_de: str = ""
    description_en: str = ""
    fields: tuple[str, ...] = ()
    programmes: tuple[InProgramme, ...] = ()
    labels: tuple[LabelHeld, ...] = ()
    member_figures: tuple[Figure, ...] = ()
    sources: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorContent:
    kind: str
    name: str
    is_sme: bool | None = None
    employees: int | None = None
    parent: int | None = None
    spot: GeoPoint = GeoPoint()
    website: str = ""
    ror_id: str = ""
    wikidata_id: str = ""
    euid: str = ""
    pic: str = ""
    description_de: str = ""
    description_en: str = ""
    fields: tuple[str, ...] = ()
    statements: tuple[StatementData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryContent:
    kind: str
    day: date
    title_de: str
    text_de: str
    title_en: str = ""
    text_en: str = ""
    actors: tuple[int, ...] = ()


Content = NetworkContent | ActorContent | StoryContent


HINTS: dict[type[Any], dict[str, Any]] = {}


def field_names(shape: type[Any]) -> tuple[str, ...]:
    """The names of what a kind of entry says, in the order of its page."""
    return tuple(field.name for field in fields(shape))


def to_json(value: Any) -> Any:
    """Plain JSON: a date becomes its ISO form, a tuple a list, a part of an entry an object."""
    if is_dataclass(value):
        return {name: to_json(getattr(value, name)) for name in field_names(type(value))}
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def of_json[C: Content](shape: type[C], data: Mapping[str, Any]) -> C:
    """The content that was written down; a fact that did not exist then has its default."""
    return shape(**{name: _decode(hint, data[name]) for name, hint in _hints(shape).items() if name in data})


def _hints(shape: type[Any]) -> dict[str, Any]:
    """The types of its facts, as objects; looked up once for each shape."""
    if shape not in HINTS:
        HINTS[shape] = get_type_hints(shape)
    return HINTS[shape]


def _decode(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        inner = next(one for one in get_args(hint) if one is not NoneType)
        return None if value is None else _decode(inner, value)
    if get_origin(hint) is tuple:
        return tuple(_decode(get_args(hint)[0], one) for one in value)
    if is_dataclass(hint):
        return of_json(hint, value)  # type: ignore[type-var, arg-type]  # a part of an entry
    return date.fromisoformat(value) if hint is date else value


def changed_fields[C: Content](before: C, after: C) -> dict[str, Any]:
    """The facts that differ, with their new values as JSON."""
    return {
        name: to_json(getattr(after, name))
        for name in field_names(type(after))
        if getattr(before, name) != getattr(after, name)
    }


def with_changes[C: Content](content: C, changes: Mapping[str, Any]) -> C:
    """The content with some facts changed; names that it does not know are ignored."""
    known = {
        name: _decode(hint, changes[name]) for name, hint in _hints(type(content)).items() if name in changes
    }
    return replace(content, **known)


PROVENANCE = "provenance"  # the key of a proposal's changes that is no fact itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """One source for some facts, and when it was read."""

    facts: tuple[str, ...]
    source: str
    seen_on: date

    def to_json(self) -> dict[str, Any]:
        return {"facts": list(self.facts), "source": self.source, "seen_on": self.seen_on.isoformat()}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Provenance:
        seen_on = date.fromisoformat(data["seen_on"])
        return cls(facts=tuple(data["facts"]), source=data["source"], seen_on=seen_on)


def with_source(content: NetworkContent, given: Provenance) -> NetworkContent:
    """The facts rest on this source alone: what they rested on before told of other values."""
    kept = tuple(one for one in content.sources if one.fact not in given.facts)
    new = tuple(Sourced(fact=fact, source=given.source, seen_on=given.seen_on) for fact in given.facts)
    return replace(content, sources=tuple(sorted(kept + new, key=lambda one: (one.fact, one.source))))


def with_changes_applied[C: Content](content: C, changes: Mapping[str, Any]) -> C:
    """The content with a proposal's changes, and with the sources that they name."""
    result = with_changes(content, changes)
    for data in changes.get(PROVENANCE, ()):
        if isinstance(result, NetworkContent):
            result = with_source(result, Provenance.of_json(data))  # type: ignore[assignment]  # C is one of them
    return result


def joined_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Changes upon changes: a fact's newest value, and its newest source."""
    fresh = {fact for data in after.get(PROVENANCE, ()) for fact in data["facts"]}
    kept = [data for data in before.get(PROVENANCE, ()) if not set(data["facts"]) <= fresh]
    together = {**before, **after}
    sources = kept + list(after.get(PROVENANCE, ()))
    if sources:
        together[PROVENANCE] = sources
    return together


def etag_of(content: Content, facts: Iterable[str]) -> str:
    """A short mark of what some facts say: a form sends back the mark of what it showed."""
    shown = {fact: to_json(getattr(content, fact)) for fact in facts}
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class ReviewMode(StrEnum):
    AT_ONCE = "at_once"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form with its own button: the facts in it, and the way they take to the public."""

    name: str
    facts: tuple[str, ...]
    way: ReviewMode
    needs_source: bool = False


IDENTIFIERS = ("wikidata_id", "euid", "pic")
NETWORK_SECTIONS = (
    Section(name="identity", facts=("name", "short_name", "kind", "umbrella"), way=ReviewMode.REVIEWED),
    Section(name="description", facts=("description_de", "description_en"), way=ReviewMode.REVIEWED),
    Section(name="place", facts=("spot",), way=ReviewMode.AT_ONCE, needs_source=True),
    Section(name="fields", facts=("fields",), way=ReviewMode.AT_ONCE, needs_source=True),
    Section(
        name="contact",
        facts=("website", "contact_email", "contact_phone", "street"),
        way=ReviewMode.AT_ONCE,
    ),
    Section(
        name="body",
        facts=("founded", "legal_form", "management_body"),
        way=ReviewMode.AT_ONCE,
        needs_source=True,
    ),
    Section(
        name="standing",
        facts=("standing", "standing_since", "successor"),
        way=ReviewMode.REVIEWED,
        needs_source=True,
    ),
    Section(name="identifiers", facts=IDENTIFIERS, way=ReviewMode.REVIEWED),
    Section(name="programmes", facts=("programmes",), way=ReviewMode.REVIEWED, needs_source=True),
    Section(name="labels", facts=("labels",), way=ReviewMode.REVIEWED, needs_source=True),
    Section(name="figures", facts=("member_figures",), way=ReviewMode.AT_ONCE),
)
ACTOR_SECTIONS = (
    Section(name="identity", facts=("name", "kind", "parent", "ror_id"), way=ReviewMode.REVIEWED),
    Section(name="identifiers", facts=IDENTIFIERS, way=ReviewMode.REVIEWED),
    Section(name="place", facts=("spot",), way=ReviewMode.AT_ONCE),
    Section(name="size", facts=("is_sme", "employees", "website"), way=ReviewMode.AT_ONCE),
    Section(name="description", facts=("description_de", "description_en"), way=ReviewMode.AT_ONCE),
    Section(name="fields", facts=("fields",), way=ReviewMode.AT_ONCE),
    Section(name="statements", facts=("statements",), way=ReviewMode.AT_ONCE),
)
STORY_SECTIONS = (
    Section(
        name="story",
        facts=("kind", "day", "title_de", "title_en", "text_de", "text_en", "actors"),
        way=ReviewMode.REVIEWED,
    ),
)
SECTIONS: dict[Kind, tuple[Section, ...]] = {
    Kind.NETWORK: NETWORK_SECTIONS,
    Kind.ACTOR: ACTOR_SECTIONS,
    Kind.STORY: STORY_SECTIONS,
}
# What the source rows of a fact are called: the fields of the model, as loaders write them too.
SOURCE_NAMES = {"spot": ("place", "land"), "programmes": ("in_programmes",)}


def section(kind: Kind, name: str) -> Section | None:
    """The section with this name in the form of this kind, or None."""
    return next((one for one in SECTIONS[kind] if one.name == name), None)


def source_names(facts: Iterable[str]) -> tuple[str, ...]:
    """What facts are called where their sources are kept; one fact may have several names there."""
    return tuple(name for fact in facts for name in SOURCE_NAMES.get(fact, (fact,)))


def way_of(one: Section, *, is_public: bool, may_publish: bool, is_others: bool = False) -> ReviewMode:
    """How a change reaches the public.

    An entry that nobody sees yet, and an editor, need no review; an actor that others entered, or that
    belongs to their networks too, is reviewed in everything: nobody rewrites it by making it a member.
    """
    if may_publish or not is_public:
        return ReviewMode.AT_ONCE
    return ReviewMode.REVIEWED if is_others else one.way
