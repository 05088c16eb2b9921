"""What a table would do, row by row. Nothing is written; the same table gives the same plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handschlag.accounts.rules.policy import Subject, may
from handschlag.directory.models import (
    LIVE,
    Actor,
    Import,
    ImportRow,
    Membership,
    Network,
    Proposal,
    Verdict,
)
from handschlag.directory.queries.candidates import candidates
from handschlag.directory.queries.entries import SORTS, content_of
from handschlag.directory.queries.importing import lexicon
from handschlag.directory.queries.managing import managed_ids
from handschlag.directory.rules.contents import Content, Kind, changed, facts_of, to_json
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.rules.imports.contents import SHAPES, merged
from handschlag.directory.rules.imports.facts import Fact
from handschlag.directory.rules.imports.faults import Hint, Reason
from handschlag.directory.rules.imports.lexicon import kind_of_name
from handschlag.directory.rules.imports.matching import Match, Matcher
from handschlag.directory.rules.imports.reading import Reading, read_row
from handschlag.directory.rules.legal_forms import folded
from handschlag.directory.rules.provenance import applied

AT_A_TIME = 500
NEW, SAME, LEAVE_OUT = "new", "same:", "leave_out"


@dataclass(slots=True, kw_only=True)
class Known:
    """What the directory has, as far as this table asks for it."""

    kind: Kind
    by: Subject
    network_id: int | None
    matcher: Matcher
    ror_ids: Mapping[str, int]
    members: frozenset[int] = frozenset()
    contents: dict[int, Content] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    is_owned: dict[int, bool] = field(default_factory=dict)


def plan(
    of: Import, rows: Sequence[ImportRow], *, by: Subject, progress: Callable[[int, int], None]
) -> list[ImportRow]:
    """The rows with what follows from them; their texts and decisions stay."""
    kind = Kind(of.kind)
    words = lexicon.load(by, kind=kind)
    known = what_is_known(of, kind=kind, by=by)
    readings = []
    for index, row in enumerate(rows):
        readings.append(read_row(row.number, row.texts, kind=kind, lexicon=words))
        row.likely, row.entry_id = [], None
        if row.decision != LEAVE_OUT:
            identify(row, readings[-1], known)
        if index % 200 == 0:
            progress(index, len(rows))
    find_rows_that_say_the_same(rows, readings)
    find_parents(rows, readings)
    load_entries(known, {row.entry_id for row in rows if row.entry_id is not None})
    for row, reading in zip(rows, readings, strict=True):
        judge(row, reading, known)
    return list(rows)


def what_is_known(of: Import, *, kind: Kind, by: Subject) -> Known:
    if kind is Kind.ACTOR:
        entries: Iterable[Candidate] = candidates(lexicon.visible_actors(by))
        ror_ids = dict(Actor.objects.exclude(ror_id="").values_list("ror_id", "pk"))
        members = Membership.objects.filter(network_id=of.network_id or 0, until__isnull=True)
        joined = frozenset(members.values_list("actor_id", flat=True))
    else:
        values = lexicon.visible_networks(by).values_list("pk", "name", "place", "website")
        entries = [Candidate(id=pk, name=name, place=place, website=site) for pk, name, place, site in values]
        ror_ids, joined = {}, frozenset()
    return Known(
        kind=kind,
        by=by,
        network_id=of.network_id,
        matcher=Matcher(entries),
        ror_ids=ror_ids,
        members=joined,
    )


def candidate_of(reading: Reading, *, number: int) -> Candidate:
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


def identify(row: ImportRow, reading: Reading, known: Known) -> None:
    """The entry that the row means; or the entries that it may mean, for somebody to decide."""
    if "entry" in reading.values:
        row.entry_id = reading.values["entry"]
        return
    if not reading.name:
        return
    found = known.matcher.find(candidate_of(reading, number=-row.number))
    row.likely = [as_json(match, known) for match in found]
    decided = row.decision.removeprefix(SAME) if row.decision.startswith(SAME) else ""
    if decided and int(decided) in {match.entry for match in found}:
        row.entry_id = int(decided)
    elif row.decision != NEW and found and found[0].is_certain:
        row.entry_id = found[0].entry


def as_json(match: Match, known: Known) -> dict[str, Any]:
    other = known.matcher.entries[match.entry]
    return {
        "entry": match.entry,
        "name": other.name,
        "place": other.place,
        "reasons": list(match.reasons),
        "is_certain": match.is_certain,
    }


def find_rows_that_say_the_same(rows: Sequence[ImportRow], readings: Sequence[Reading]) -> None:
    """Two rows for one entry, or two new ones that are one, would fight each other."""
    first: dict[int, int] = {}
    new: list[Candidate] = []
    for row, reading in zip(rows, readings, strict=True):
        if row.decision == LEAVE_OUT or not reading.name:
            continue
        if row.entry_id is None:
            new.append(candidate_of(reading, number=row.number))
        elif row.entry_id in first:
            reading.fault(Fact.NAME, Reason.TWICE, row=first[row.entry_id])
        else:
            first[row.entry_id] = row.number
    by_number = {reading.number: reading for reading in readings}
    among = Matcher(new)
    for one in new:
        earlier = [m.entry for m in among.find(one) if m.is_certain and m.entry < one.id]
        if earlier:
            by_number[one.id].fault(Fact.NAME, Reason.TWICE, row=min(earlier))


def find_parents(rows: Sequence[ImportRow], readings: Sequence[Reading]) -> None:
    """A whole that is another row of the table; a row cannot be part of itself, and no circle is a whole."""
    wholes: dict[str, ImportRow] = {}
    for row, reading in zip(rows, readings, strict=True):
        if row.decision != LEAVE_OUT and reading.name:
            wholes.setdefault(folded(reading.name), row)
    above: dict[int, int] = {}
    for reading in readings:
        name = reading.values.pop("parent_name", None)
        if name is None:
            continue
        whole = wholes.get(folded(name))
        above[reading.number] = whole.number if whole else reading.number
        if whole is None or leads_back(reading.number, above):
            reading.fault(Fact.PARENT, Reason.UNKNOWN_PARENT, name=name)
        elif whole.entry_id is not None:
            reading.values["parent"] = whole.entry_id
        else:
            reading.values["parent_row"] = whole.number


def leads_back(start: int, above: Mapping[int, int]) -> bool:
    seen, at = {start}, above.get(start)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = above.get(at)
    return False


def load_entries(known: Known, ids: set[int]) -> None:
    """What the entries say now; for a manager with what she has proposed already."""
    related = ("fields", "statements__concepts") if known.kind is Kind.ACTOR else ("fields", "sources")
    more = () if known.kind is Kind.ACTOR else ("labels", "member_figures", "in_programmes")
    may_publish = may(known.by, SORTS[known.kind].publish)
    own = managed_ids(known.by)
    for some in chunks(sorted(ids)):
        entries = SORTS[known.kind].model._default_manager.filter(pk__in=some)  # noqa: SLF001
        proposals = Proposal.objects.filter(kind=known.kind.value, object_id__in=some, state__in=LIVE)
        proposed = {} if may_publish else {one.object_id: one.changes for one in proposals}
        mine = Membership.objects.filter(actor_id__in=some, network_id__in=own, until__isnull=True)
        owned = set(mine.values_list("actor_id", flat=True)) if known.kind is Kind.ACTOR else own & set(some)
        for entry in entries.prefetch_related(*related, *more):
            assert isinstance(entry, Actor | Network)
            known.contents[entry.pk] = applied(content_of(entry), proposed.get(entry.pk, {}))
            known.versions[entry.pk] = entry.version
            known.is_owned[entry.pk] = may(known.by, SORTS[known.kind].edit, owns=entry.pk in owned)


def chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_A_TIME] for start in range(0, len(ids), AT_A_TIME))


def judge(row: ImportRow, reading: Reading, known: Known) -> None:
    """What follows from the row."""
    row.name, row.changes, row.joins, row.seen_version = reading.name, {}, False, None
    if row.decision == LEAVE_OUT:
        row.verdict, row.faults, row.hints, row.values = Verdict.LEFT_OUT, [], [], {}
        return
    if row.entry_id is not None and row.entry_id not in known.contents:
        row.entry_id = None  # it went while the table was read
    if row.entry_id is None:
        verdict = judge_new(row, reading, known)
    else:
        verdict = judge_known(row, reading, known)
    ror = reading.values.get("ror_id")
    if ror and known.ror_ids.get(ror, row.entry_id) != row.entry_id:
        reading.fault(Fact.ROR, Reason.ROR_TAKEN)
    row.verdict = Verdict.FAULTY if reading.faults else verdict
    row.faults = [fault.to_json() for fault in reading.faults]
    row.hints = [hint.value for hint in reading.hints]
    row.values = reading.values


def judge_new(row: ImportRow, reading: Reading, known: Known) -> Verdict:
    has_fault = any(fault.fact == Fact.KIND for fault in reading.faults)
    if "kind" not in reading.values and not has_fault:
        guessed = kind_of_name(reading.name) if known.kind is Kind.ACTOR else None
        if guessed:
            reading.values["kind"] = guessed
            reading.hints.append(Hint.KIND_GUESSED)
        else:
            reading.fault(Fact.KIND, Reason.MISSING)
    row.joins = known.network_id is not None
    is_open = bool(row.likely) and row.decision != NEW
    return Verdict.UNDECIDED if is_open else Verdict.NEW


def judge_known(row: ImportRow, reading: Reading, known: Known) -> Verdict:
    entry = row.entry_id
    assert entry is not None
    if "parent_row" in reading.values:  # the whole would have to be there before its part is changed
        reading.fault(Fact.PARENT, Reason.UNKNOWN_PARENT, name=reading.texts[Fact.PARENT])
    before = known.contents[entry]
    after = merged(before, reading.values)
    new = changed(before, after)
    row.seen_version = known.versions[entry]
    row.joins = known.network_id is not None and entry not in known.members
    if new and not known.is_owned[entry]:
        reading.hints.append(Hint.OF_OTHERS)
        new = {}
    names = facts_of(SHAPES[known.kind])
    row.changes = {name: [to_json(getattr(before, name)), new[name]] for name in names if name in new}
    if row.changes:
        return Verdict.CHANGED
    return Verdict.JOINS if row.joins else Verdict.UNCHANGED
