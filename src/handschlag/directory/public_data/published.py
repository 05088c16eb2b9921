"""What is published about real networks: rows of two tables become facts, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handschlag.directory.public_data import statements
from handschlag.directory.public_data.statements import (
    MIRROR,
    Stated,
    leading,
    most_trusted_first,
    stated_by_network,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A programme or the level of a label, with dates that may be known to the year only, or not at all."""

    what: str
    on: date | None = None
    until: date | None = None
    is_year_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersCounted:
    """How many members were published, for which year."""

    members: int
    year: int | None
    share_small: int | None = None
    share_large: int | None = None
    share_research: int | None = None
    note_de: str = ""
    note_en: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactOrigin:
    """What a fact rests on: its source says so, or it was assigned by the name or the source."""

    fact: str
    source: str
    source_kind: str
    copied_on: str
    is_assigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNetwork:
    """One real network, as its most trusted sources tell; `stated` holds all that they say."""

    slug: str
    kind: str
    name: str
    short_name: str
    place: str
    land: str
    fields: tuple[str, ...]
    founded: int | None
    management_body: str
    website: str
    street: str
    contact_phone: str
    contact_email: str
    legal_form: str
    umbrella: str
    standing: str
    successor: str
    description_de: str
    description_en: str
    programmes: tuple[Dated, ...]
    labels: tuple[Dated, ...]
    figures: tuple[MembersCounted, ...]
    origins: tuple[FactOrigin, ...]
    stated: tuple[Stated, ...]


SHORTEST: Final = 4  # characters: a shorter name stands in too many others
FORMS: Final = ("gmbh", "e. v.", " ag", " eg")  # a name with one of these is still the same body


def with_seats_of_managers(networks: Iterable[PublishedNetwork]) -> tuple[PublishedNetwork, ...]:
    """Every network that tells no seat has that of its management body, as an assigned fact."""
    every = tuple(networks)
    seats = _known_seats(every)
    return tuple(_with_seat(one, seats) if not one.place and one.management_body else one for one in every)


def _known_seats(networks: Iterable[PublishedNetwork]) -> Mapping[str, tuple[str, str]]:
    """The place and Land of bodies and networks by their names; one that has several seats has none here."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in networks:
        if one.place:
            for name in {one.management_body, one.name, one.short_name}:
                if len(name) >= SHORTEST:
                    found.setdefault(name.casefold(), set()).add((one.place, one.land))
    return {name: next(iter(seats)) for name, seats in found.items() if len(seats) == 1}


def _with_seat(network: PublishedNetwork, seats: Mapping[str, tuple[str, str]]) -> PublishedNetwork:
    body = network.management_body.casefold()
    fitting = (
        name for name in seats if body == name or (body.startswith(f"{name} ") and body.endswith(FORMS))
    )
    longest = max(fitting, key=len, default="")
    source = next((one for one in network.origins if one.fact == "management_body"), None)
    if not longest or source is None:
        return network
    place, land = seats[longest]
    if land and network.land not in {"", land}:  # an office of its own, in another Land
        return network
    new = {"place": place, **({"land": land} if land and not network.land else {})}
    origins = tuple(replace(source, fact=fact, is_assigned=True) for fact in new)
    return replace(network, origins=network.origins + origins, **new)  # type: ignore[arg-type]  # both are texts


_TEXTS: Final = ("place", "land", "management_body", "website", "founded", "fields")
_ALSO: Final = ("street", "contact_phone", "contact_email", "legal_form")
# Portals where the management of a network publishes what it calls its own page.
_PORTALS: Final = ("pressebox.com",)
_OVER: Final = ("merged", "dissolved", "ended")
_LONGEST: Final = 200
_DERIVED: Final = (
    "derived"  # begins the note of what follows: a Land from the city, a programme from the kind
)
_ZIM_NETWORK: Final = "zim_network"


def networks_of(
    rows: Iterable[Mapping[str, str]], statements: Iterable[Mapping[str, str]] = ()
) -> tuple[PublishedNetwork, ...]:
    """The networks of a table, with what the table of statements says about them."""
    stated = stated_by_network(statements)
    return with_seats_of_managers(
        _network_of(row, [one for key in _cell_parts(row["id"]) for one in stated.get(key, ())])
        for row in rows
    )


def _network_of(row: Mapping[str, str], stated: list[Stated]) -> PublishedNetwork:
    """One network: what its own row says is one more statement about it."""
    own = _Row(row)
    said = [*own.statements(), *stated]
    leads = {fact: _leading(said, fact, kind=row["kind"]) for fact in (*_TEXTS, *_ALSO)}
    described = leading(said, "description_de")
    english = next(
        (
            one
            for one in said
            if described and one.fact == "description_en" and one.source == described.source
        ),
        leading(said, "description_en"),
    )
    values = {fact: one.value if one else "" for fact, one in leads.items()}
    programmes, from_programmes = _programmes(own, stated)
    labels, from_labels = _labels(own, stated)
    figures, from_figures = _figures(own, stated)
    proven = [*(one for one in leads.values() if one), *from_programmes, *from_labels, *from_figures]
    proven += [replace(described, fact="description")] if described else []
    return PublishedNetwork(
        **{name: row[name] for name in ("slug", "kind", "name", "short_name")},
        **{name: row[name] for name in ("umbrella", "standing", "successor")},
        **{name: values[name] for name in ("land", "website", "contact_email", "legal_form")},
        place=statements.town_in(values["place"]),
        fields=_cell_parts(values["fields"]),
        founded=statements.founded_in(values["founded"]) if values["founded"] else None,
        management_body=statements.body_in(values["management_body"])[:_LONGEST],
        street=values["street"][:_LONGEST],
        contact_phone=values["contact_phone"],
        description_de=described.value if described else "",
        description_en=english.value if english else "",
        programmes=programmes,
        labels=labels,
        figures=figures,
        origins=tuple(own.origins(_with_names(row, said, proven))),
        stated=tuple(stated),
    )


def _with_names(row: Mapping[str, str], stated: list[Stated], proven: list[Stated]) -> list[Stated]:
    """A name stands wherever a network was read about; what became of it stands in its history."""
    first = most_trusted_first(one for one in stated if one.source)[:1]
    history = leading(stated, "standing")
    found = [replace(one, fact="name") for one in first] + proven
    for fact in ("umbrella", "standing"):
        if row[fact] and history:
            found.append(replace(history, fact=fact))
    return found


def _leading(stated: list[Stated], fact: str, *, kind: str) -> Stated | None:
    """The statement that leads; a network of companies has its page with those who manage it."""
    if fact == "legal_form":
        forms = (
            replace(one, value=statements.legal_form_in(one.value)) for one in stated if one.fact == fact
        )
        return leading([one for one in forms if one.value], fact)
    if fact == "land":
        return leading(stated, fact) or _land_served(stated)
    found = leading(stated, fact)
    if found is None and fact == "website" and kind == _ZIM_NETWORK:
        own = [
            one for one in stated if one.source_kind == "own" and not any(p in one.source for p in _PORTALS)
        ]
        return next((replace(one, fact=fact, value=one.source) for one in most_trusted_first(own)), None)
    return found


def _land_served(stated: list[Stated]) -> Stated | None:
    """Who serves one Land alone is counted there."""
    served = leading(stated, "lands_served")
    is_one = served is not None and len(served.value) == len("BY")
    return replace(served, fact="land", note=_DERIVED) if served and is_one else None


class _Row:
    """What the table of networks itself says about one."""

    def __init__(self, row: Mapping[str, str]) -> None:
        self.row = row
        self.assigned = _cell_parts(row["assigned"])
        self.known = {*_cell_parts(row["seen"]), *self.assigned}

    def statement(self, fact: str, value: str = "") -> Stated:
        """Words of the row, with the source of the row."""
        source, source_kind = self.row["source"], self.row["source_kind"]
        return Stated(fact=fact, value=value, source=source, source_kind=source_kind)

    def statements(self) -> list[Stated]:
        """Its facts of one value each."""
        facts = [fact for fact in _TEXTS if fact in self.known and self.row[fact]]
        said = [self.statement(fact, self.row[fact]) for fact in facts]
        if "description" in self.known:
            said += [self.statement(fact, self.row[fact]) for fact in ("description_de", "description_en")]
        return said

    def rests_on(self, fact: str) -> list[Stated]:
        """The row's source, where it tells this fact."""
        return [self.statement(fact)] if fact in self.known else []

    def origins(self, proven: Iterable[Stated]) -> list[FactOrigin]:
        """Each fact with each of its sources once."""
        found: dict[tuple[str, str], FactOrigin] = {}
        for one in (*proven, *self.rests_on("umbrella"), *self.rests_on("name")):
            is_assigned = one.note.startswith(_DERIVED) or (
                one.source == self.row["source"] and one.fact in self.assigned
            )
            found.setdefault(
                (one.fact, one.source),
                FactOrigin(
                    fact=one.fact,
                    source=one.source,
                    source_kind=one.source_kind,
                    copied_on=one.copied_on,
                    is_assigned=is_assigned,
                ),
            )
        return list(found.values())


def _programmes(own: _Row, stated: list[Stated]) -> tuple[tuple[Dated, ...], list[Stated]]:
    """Every programme once, with the first beginning and the last end that a source gives."""
    found = {one.what: one for one in map(dated_names, _cell_parts(own.row["programmes"]))}
    proven = own.rests_on("in_programmes")
    for one in most_trusted_first(one for one in stated if one.fact == "in_programmes"):
        read = statements.programme_in(one.value)
        if read is None or (read[0] == "zim") != (own.row["kind"] == _ZIM_NETWORK):
            continue
        slug, since, until = read
        before = found.get(slug, Dated(what=slug))
        if before.on is None and before.until is None and (since or until):
            before = Dated(what=slug, on=_first_day(since), until=_last_day(until), is_year_only=True)
        found[slug] = before
        proven.append(one)
    if own.row["kind"] == _ZIM_NETWORK and not found:  # whoever calls it one says that it takes part
        found["zim"] = Dated(what="zim")
        named = most_trusted_first(one for one in (own.statement(""), *stated) if one.source)[:1]
        proven += [replace(one, fact="in_programmes", note=_DERIVED) for one in named]
    over = _over_since(own.row, stated)
    return tuple(_ended(one, over) for one in found.values()), proven


def _over_since(row: Mapping[str, str], stated: list[Stated]) -> int | None:
    """The year since which a network is no more, as its history or the age of that page tells."""
    history = leading(stated, "standing")
    if history is None or row["standing"] not in _OVER:
        return None
    year = statements.last_year_in(history.value) or history.copied_on[:4]
    return int(year) if year else None


def _ended(programme: Dated, over: int | None) -> Dated:
    """A network that is no more takes part in nothing."""
    if over is None or programme.until is not None or (programme.on is not None and programme.on.year > over):
        return programme
    return replace(programme, until=_last_day(over), is_year_only=True)


def _first_day(year: int | None) -> date | None:
    return date(year, 1, 1) if year else None


def _last_day(year: int | None) -> date | None:
    return date(year, 12, 31) if year else None


def _labels(own: _Row, stated: list[Stated]) -> tuple[tuple[Dated, ...], list[Stated]]:
    """Every level of every year once."""
    found = {(one.what, one.on): one for one in map(dated_names, _cell_parts(own.row["labels"])) if one.on}
    proven = own.rests_on("labels")
    for one in most_trusted_first(one for one in stated if one.fact == "labels"):
        read = statements.labels_in(one.value)
        for level, year in read:
            if not any(on.year == year and what == level for what, on in found):
                found[level, date(year, 1, 1)] = Dated(what=level, on=date(year, 1, 1), is_year_only=True)
        proven += [one] if read else []
    return tuple(found.values()), proven


def _figures(own: _Row, stated: list[Stated]) -> tuple[tuple[MembersCounted, ...], list[Stated]]:
    """Every number of every year once, the most trusted last: that one is shown where years are equal."""
    years = {one.source: one.value for one in stated if one.fact == "members_as_of"}
    first = _figure(own.row)
    found = {(first.members, first.year): first} if first else {}
    proven = own.rests_on("member_figures")
    for one in reversed(most_trusted_first(one for one in stated if one.fact == "members")):
        year = _number(years.get(one.source, "")[:4] or one.copied_on[:4])
        source = one.source if one.source_kind != MIRROR else one.source.split("/")[2]
        figure = MembersCounted(members=int(one.value), year=year, source=source)
        found.setdefault((figure.members, figure.year), figure)
        proven.append(replace(one, fact="member_figures"))
    return tuple(found.values()), proven


def _figure(row: Mapping[str, str]) -> MembersCounted | None:
    """The number of members in the row itself, or none."""
    members = _number(row["members"])
    if members is None:
        return None
    return MembersCounted(
        members=members,
        year=_number(row["members_year"]),
        share_small=_number(row["share_small"]),
        share_large=_number(row["share_large"]),
        share_research=_number(row["share_research"]),
        note_de=row["note_de"],
        note_en=row["note_en"],
        source=row["source"],
    )


def dated_names(text: str) -> Dated:
    """`gold@2019`, `zim@2023-01-01` or `igf`: a year stands for its first day, and says so."""
    what, _, when = text.partition("@")
    if not when:
        return Dated(what=what)
    is_year_only = len(when) == len("2019")
    return Dated(
        what=what,
        on=date.fromisoformat(f"{when}-01-01" if is_year_only else when),
        is_year_only=is_year_only,
    )


def _cell_parts(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _number(text: str) -> int | None:
    """A whole number, or none where the cell is empty."""
    return int(text) if text else None
