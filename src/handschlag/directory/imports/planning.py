"""What a table would do, row by row: which entry each means, and what follows. Nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import batched
from typing import Any

from rapidfuzz import fuzz, process

from handschlag.accounts.policy import Subject, may
from handschlag.common.names import folded_name
from handschlag.common.table_import.cells import CellFault, ImportFault
from handschlag.common.table_import.drafts import AT_A_TIME
from handschlag.directory.contents import (
    Content,
    Kind,
    changed_fields,
    field_names,
    to_json,
    with_changes_applied,
)
from handschlag.directory.entries import SORTS, content_of, managed_ids
from handschlag.directory.imports import lexicon
from handschlag.directory.imports.columns import (
    Catalogue,
    EntryField,
    ImportedParticipation,
    ImportFaultKind,
    ImportHint,
)
from handschlag.directory.imports.differences import Difference, differing
from handschlag.directory.imports.lexicon import kind_of_name
from handschlag.directory.imports.rows import (
    SHAPES,
    EntryRow,
    filled,
    merged,
    parse_participations,
    parse_row,
)
from handschlag.directory.models import (
    LIVE,
    Actor,
    Import,
    ImportAction,
    ImportRow,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Participation,
    Proposal,
)
from handschlag.directory.similar_actors import (
    RARE_WORD,
    SHARED_HOST,
    SIMILAR_COMPANY,
    Candidate,
    DuplicateReason,
    candidates,
    compare,
)

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that a row may mean, with the reasons, the strongest first."""

    entry: int
    reasons: tuple[str, ...]
    likeness: int
    is_certain: bool


class Matcher:
    """Knows all entries; each question looks only at those that share something with what is asked for."""

    def __init__(self, entries: Iterable[Candidate]) -> None:
        self.entries = {one.id: one for one in entries}
        frequency = Counter(word for one in self.entries.values() for word in set(one.bare.split()))
        self.blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.towns: dict[str, dict[int, str]] = defaultdict(dict)
        for one in self.entries.values():
            for key in _keys_of(one):
                if key[0] != "word" or frequency[key[1]] <= RARE_WORD:
                    self.blocks[key].append(one.id)
            self.towns[one.town][one.id] = one.bare

    def near(self, asked: Candidate) -> set[int]:
        found: set[int] = set()
        for key in _keys_of(asked):
            block = self.blocks.get(key, ())
            if not (key[0] == "host" and len(block) > SHARED_HOST):
                found.update(block)
        if asked.town:
            alike = process.extract_iter(
                asked.bare,
                self.towns.get(asked.town, {}),
                scorer=fuzz.token_sort_ratio,
                score_cutoff=SIMILAR_COMPANY,
            )
            found.update(entry for _name, _score, entry in alike)
        return found

    def find(self, asked: Candidate) -> tuple[Match, ...]:
        """The likeliest first. Certain is what has the same ROR id, or the very same name in one place."""
        found = []
        for entry in self.near(asked):
            other = self.entries[entry]
            if likely := compare(asked, other):
                found.append(
                    Match(
                        entry=entry,
                        reasons=tuple(reason.value for reason in likely.reasons),
                        likeness=likely.likeness,
                        is_certain=_is_certain(asked, other, likely.reasons),
                    )
                )
        found.sort(key=lambda one: (not one.is_certain, -one.likeness, one.entry))
        return tuple(found[:MOST_SHOWN])


def _is_certain(asked: Candidate, other: Candidate, reasons: tuple[DuplicateReason, ...]) -> bool:
    if DuplicateReason.SAME_ROR in reasons:
        return True
    return DuplicateReason.SAME_NAME in reasons and folded_name(asked.name) == folded_name(other.name)


def _keys_of(one: Candidate) -> set[tuple[str, str]]:
    """What an entry shares with others that may be the same."""
    keys = {("ror", one.ror_id), ("name", one.bare.replace(" ", "")), ("host", one.host)}
    keys |= {("word", word) for word in one.bare.split() if len(word) > 3}
    return {key for key in keys if key[1]}


Key = tuple[str, str, str]


@dataclass(slots=True, kw_only=True)
class TakenParticipations:
    """Which parts there are, which actors a number of the catalogue means, and what projects are called here.

    A grant is one part, also when its ministry has another name by now.
    """

    parts: set[Key] = field(default_factory=set)
    grants: dict[str, str] = field(default_factory=dict)
    meant: dict[str, set[int]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def has(self, part: ImportedParticipation) -> bool:
        return part.key in self.parts or part.grant in self.grants

    def named(self, part: ImportedParticipation) -> ImportedParticipation:
        """The part in the project that its companions are in already."""
        return replace(part, project=self.renamed.get(part.project, part.project))

    def actor_of(self, parts: Iterable[ImportedParticipation]) -> int | None:
        """The one actor that these numbers meant before; a merge leads them to the actor that is kept."""
        found = {actor for part in parts for actor in self.meant.get(part.organisation or part.grant, ())}
        return found.pop() if len(found) == 1 else None


def taken_parts(catalogue: Catalogue, parts: Sequence[ImportedParticipation]) -> TakenParticipations:
    """As far as these parts ask for it."""
    found = TakenParticipations()
    numbers = sorted({part.organisation or part.grant for part in parts})
    of_organisations = catalogue is Catalogue.CORDIS
    for some in batched(numbers, AT_A_TIME):
        asked = {"organisation__in" if of_organisations else "reference__in": some}
        for project, organisation, grant, actor in _rows(catalogue, asked):
            found.parts.add((project, organisation, grant))
            if grant:
                found.grants[grant] = project
            found.meant.setdefault(organisation or grant, set()).add(actor)
    known = {part.project: found.grants[part.grant] for part in parts if part.grant in found.grants}
    found.renamed = {name: reference for name, reference in known.items() if name != reference}
    return found


def _rows(catalogue: Catalogue, asked: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str, int]]:
    listed = Participation.objects.filter(project__catalogue=catalogue.value, **asked)
    return listed.values_list("project__reference", "organisation", "reference", "actor_id").iterator()


@dataclass(slots=True, kw_only=True)
class KnownEntries:
    """What the directory has, as far as this table asks for it."""

    kind: Kind
    by: Subject
    network_id: int | None
    matcher: Matcher
    ror_ids: Mapping[str, int]
    members: frozenset[int] = frozenset()
    proposed: frozenset[int] = frozenset()
    catalogue: Catalogue | None = None
    taken: TakenParticipations = field(default_factory=TakenParticipations)
    contents: dict[int, Content] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    is_owned: dict[int, bool] = field(default_factory=dict)
    is_entered: dict[int, bool] = field(default_factory=dict)


def load_known_entries(of: Import, *, kind: Kind, by: Subject) -> KnownEntries:
    """The entries that rows may mean for this person; what they say is loaded by `load_contents`."""
    if kind is Kind.ACTOR:
        entries: Iterable[Candidate] = candidates(lexicon.visible_actors(by))
        ror_ids = dict(Actor.objects.exclude(ror_id="").values_list("ror_id", "pk"))
        members = Membership.objects.filter(network_id=of.network_id or 0, until__isnull=True)
        joined = frozenset(members.values_list("actor_id", flat=True))
        asked = MemberProposal.objects.filter(
            network_id=of.network_id or 0, state__in=[MemberProposalState.OPEN, MemberProposalState.DECLINED]
        )
        proposed = frozenset(asked.values_list("actor_id", flat=True))
    else:
        values = lexicon.visible_networks(by).values_list("pk", "name", "place", "website")
        entries = [Candidate(id=pk, name=name, place=place, website=site) for pk, name, place, site in values]
        ror_ids, joined, proposed = {}, frozenset(), frozenset()
    return KnownEntries(
        kind=kind,
        by=by,
        network_id=of.network_id,
        matcher=Matcher(entries),
        ror_ids=ror_ids,
        members=joined,
        proposed=proposed,
        catalogue=Catalogue(of.catalogue) if of.catalogue else None,
    )


def load_contents(known: KnownEntries, ids: set[int]) -> None:
    """What the entries say now; for a manager with what she has proposed already."""
    related = ("fields", "statements__concepts") if known.kind is Kind.ACTOR else ("fields", "sources")
    more = () if known.kind is Kind.ACTOR else ("labels", "member_figures", "in_programmes")
    may_publish = may(known.by, SORTS[known.kind].publish)
    own = managed_ids(known.by)
    for some in batched(sorted(ids), AT_A_TIME):
        entries = SORTS[known.kind].model._default_manager.filter(pk__in=some)  # noqa: SLF001
        proposals = Proposal.objects.filter(kind=known.kind.value, object_id__in=some, state__in=LIVE)
        proposed = {} if may_publish else {one.object_id: one.changes for one in proposals}
        mine = Membership.objects.filter(actor_id__in=some, network_id__in=own, until__isnull=True)
        is_origin = dict(mine.order_by("is_origin").values_list("actor_id", "is_origin"))
        owned = set(is_origin) if known.kind is Kind.ACTOR else own & set(some)
        entered = {pk for pk in owned if is_origin.get(pk, True)}
        for entry in entries.prefetch_related(*related, *more):
            assert isinstance(entry, Actor | Network)
            known.contents[entry.pk] = with_changes_applied(content_of(entry), proposed.get(entry.pk, {}))
            known.versions[entry.pk] = entry.version
            known.is_owned[entry.pk] = may(known.by, SORTS[known.kind].edit, owns=entry.pk in owned)
            known.is_entered[entry.pk] = may(known.by, SORTS[known.kind].edit, owns=entry.pk in entered)


NEW, SAME, LEAVE_OUT = "new", "same:", "leave_out"


def decide_action(row: ImportRow, reading: EntryRow, known: KnownEntries) -> None:
    """What follows from the row."""
    row.name, row.changes, row.joins, row.seen_version = reading.name, {}, False, None
    if row.decision == LEAVE_OUT:
        row.verdict, row.faults, row.hints, row.values = ImportAction.LEFT_OUT, [], [], {}
        return
    if row.entry_id is not None and row.entry_id not in known.contents:
        row.entry_id = None  # it went while the table was read
    if row.entry_id is None:
        verdict = _action_of_new(row, reading, known)
    else:
        verdict = _action_of_known(row, reading, known)
    ror = reading.values.get("ror_id")
    if ror and known.ror_ids.get(ror, row.entry_id) != row.entry_id:
        reading.add_fault(EntryField.ROR, ImportFaultKind.ROR_TAKEN)
    row.verdict = ImportAction.FAULTY if reading.faults else verdict
    row.faults = [_fault_as_json(fault) for fault in reading.faults]
    row.hints = [hint.value for hint in reading.hints]
    row.values = reading.values
    if known.catalogue is not None:
        row.values["parts"] = [asdict(part) for part in _new_participations(reading, known)]


def _fault_as_json(fault: ImportFault) -> dict[str, Any]:
    return {"fact": fault.field, "reason": fault.kind.value, "value": fault.value, "details": fault.details}


def _action_of_new(row: ImportRow, reading: EntryRow, known: KnownEntries) -> ImportAction:
    has_fault = any(fault.field == EntryField.KIND for fault in reading.faults)
    if "kind" not in reading.values and not has_fault:
        guessed = kind_of_name(reading.name) if known.kind is Kind.ACTOR else None
        if guessed:
            reading.values["kind"] = guessed
            reading.hints.append(ImportHint.KIND_GUESSED)
        else:
            reading.add_fault(EntryField.KIND, CellFault.MISSING)
    row.joins = known.network_id is not None
    is_open = bool(row.likely) and row.decision != NEW
    return ImportAction.UNDECIDED if is_open else ImportAction.NEW


def _action_of_known(row: ImportRow, reading: EntryRow, known: KnownEntries) -> ImportAction:
    entry = row.entry_id
    assert entry is not None
    if "parent_row" in reading.values:  # the whole would have to be there before its part is changed
        name = reading.text(EntryField.PARENT)
        reading.add_fault(EntryField.PARENT, ImportFaultKind.UNKNOWN_PARENT, name=name)
    before = known.contents[entry]
    # What is official is not always written well: a catalogue fills gaps, and changes nothing.
    after = (filled if known.catalogue else merged)(before, reading.values)
    new = changed_fields(before, after)
    row.seen_version = known.versions[entry]
    row.joins = known.network_id is not None and entry not in known.members
    # An actor that others entered is theirs until they agree, even if another network may propose changes.
    is_own = known.is_owned[entry] and (known.is_entered[entry] or not row.joins)
    if new and not is_own:
        reading.hints.append(ImportHint.OF_OTHERS)
        new = {}
    names = field_names(SHAPES[known.kind])
    row.changes = {name: [to_json(getattr(before, name)), new[name]] for name in names if name in new}
    if row.changes:
        return ImportAction.CHANGED
    if _new_participations(reading, known):
        return ImportAction.PROJECTS
    if row.joins and not is_own:
        # Others have to agree before it is a member: the row asks them, once.
        row.joins = False
        return ImportAction.UNCHANGED if entry in known.proposed else ImportAction.PROPOSES
    return ImportAction.JOINS if row.joins else ImportAction.UNCHANGED


def _new_participations(reading: EntryRow, known: KnownEntries) -> list[ImportedParticipation]:
    """The parts in joint projects that the directory does not have yet, whoever has them."""
    return [known.taken.named(part) for part in reading.participations if not known.taken.has(part)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ImportPlan:
    """The rows with what follows from them, and what the file tells otherwise of known joint projects."""

    rows: list[ImportRow]
    differences: Sequence[Difference] = ()


def plan_import(
    of: Import, rows: Sequence[ImportRow], *, by: Subject, progress: Callable[[int, int], None]
) -> _ImportPlan:
    """What would follow; texts and decisions of the rows stay."""
    kind = Kind(of.kind)
    words = lexicon.load(by, kind=kind)
    known = load_known_entries(of, kind=kind, by=by)
    readings = []
    for index, row in enumerate(rows):
        readings.append(parse_row(row.number, row.texts, kind=kind, lexicon=words))
        if known.catalogue is not None:
            readings[-1].participations = parse_participations(readings[-1], known.catalogue)
        if index % 200 == 0:
            progress(index // 2, len(rows))
    if known.catalogue is not None:
        known.taken = taken_parts(known.catalogue, [part for one in readings for part in one.participations])
    for index, (row, reading) in enumerate(zip(rows, readings, strict=True)):
        row.likely, row.entry_id = [], None
        if row.decision != LEAVE_OUT:
            _identify(row, reading, known)
        if index % 200 == 0:
            progress((index + len(rows)) // 2, len(rows))
    _find_rows_that_say_the_same(rows, readings)
    _find_parents(rows, readings)
    load_contents(known, {row.entry_id for row in rows if row.entry_id is not None})
    for row, reading in zip(rows, readings, strict=True):
        decide_action(row, reading, known)
    return _ImportPlan(rows=list(rows), differences=_told_otherwise(rows, readings, known))


def _told_otherwise(
    rows: Sequence[ImportRow], readings: Sequence[EntryRow], known: KnownEntries
) -> Sequence[Difference]:
    """By the rows that are not left out."""
    if known.catalogue is None:
        return ()
    parts = [
        known.taken.named(part)
        for row, reading in zip(rows, readings, strict=True)
        if row.decision != LEAVE_OUT
        for part in reading.participations
    ]
    return list(differing(known.catalogue, parts))


def _candidate(reading: EntryRow, *, number: int) -> Candidate:
    values = reading.values
    return Candidate(
        id=number,
        name=values.get("name", reading.name),
        kind=values.get("kind") or kind_of_name(reading.name) or "other",
        place=values.get("spot", {}).get("place", ""),
        website=values.get("website", ""),
        ror_id=values.get("ror_id", ""),
        parent=values.get("parent"),
    )


def _identify(row: ImportRow, reading: EntryRow, known: KnownEntries) -> None:
    """The entry that the row means; or the entries that it may mean, for somebody to decide."""
    if "entry" in reading.values:
        row.entry_id = reading.values["entry"]
        return
    if not reading.name:
        return
    meant = known.taken.actor_of(reading.participations)
    if meant in known.matcher.entries and row.decision != NEW:
        row.entry_id = meant
        return
    found = known.matcher.find(_candidate(reading, number=-row.number))
    row.likely = [_match_as_json(match, known) for match in found]
    decided = row.decision.removeprefix(SAME) if row.decision.startswith(SAME) else ""
    if decided and int(decided) in {match.entry for match in found}:
        row.entry_id = int(decided)
    elif row.decision != NEW and found and found[0].is_certain:
        row.entry_id = found[0].entry


def _match_as_json(match: Match, known: KnownEntries) -> dict[str, Any]:
    other = known.matcher.entries[match.entry]
    return {
        "entry": match.entry,
        "name": other.name,
        "place": other.place,
        "reasons": list(match.reasons),
        "is_certain": match.is_certain,
    }


def _find_rows_that_say_the_same(rows: Sequence[ImportRow], readings: Sequence[EntryRow]) -> None:
    """Two rows for one entry, or two new ones that are one, would fight each other."""
    first: dict[int, int] = {}
    new: list[Candidate] = []
    for row, reading in zip(rows, readings, strict=True):
        if row.decision == LEAVE_OUT or not reading.name:
            continue
        if row.entry_id is None:
            new.append(_candidate(reading, number=row.number))
        elif row.entry_id in first:
            reading.add_fault(EntryField.NAME, ImportFaultKind.TWICE, row=first[row.entry_id])
        else:
            first[row.entry_id] = row.number
    by_number = {reading.number: reading for reading in readings}
    among = Matcher(new)
    for one in new:
        earlier = [m.entry for m in among.find(one) if m.is_certain and m.entry < one.id]
        if earlier:
            by_number[one.id].add_fault(EntryField.NAME, ImportFaultKind.TWICE, row=min(earlier))


def _find_parents(rows: Sequence[ImportRow], readings: Sequence[EntryRow]) -> None:
    """A whole that is another row of the table; a row cannot be part of itself, and no circle is a whole."""
    wholes: dict[str, ImportRow] = {}
    for row, reading in zip(rows, readings, strict=True):
        if row.decision != LEAVE_OUT and reading.name:
            wholes.setdefault(folded_name(reading.name), row)
    above: dict[int, int] = {}
    for reading in readings:
        name = reading.values.pop("parent_name", None)
        if name is None:
            continue
        whole = wholes.get(folded_name(name))
        above[reading.number] = whole.number if whole else reading.number
        if whole is None or _leads_back(reading.number, above):
            reading.add_fault(EntryField.PARENT, ImportFaultKind.UNKNOWN_PARENT, name=name)
        elif whole.entry_id is not None:
            reading.values["parent"] = whole.entry_id
        else:
            reading.values["parent_row"] = whole.number


def _leads_back(start: int, above: Mapping[int, int]) -> bool:
    seen, at = {start}, above.get(start)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = above.get(at)
    return False
