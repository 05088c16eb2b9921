"""What the directory has, as far as a table asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import batched

from handschlag.accounts.rules.policy import Subject, may
from handschlag.common.table_import.models import AT_A_TIME
from handschlag.directory.models import (
    LIVE,
    Actor,
    Import,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Proposal,
)
from handschlag.directory.queries.candidates import candidates
from handschlag.directory.queries.entries import SORTS, content_of
from handschlag.directory.queries.importing import lexicon
from handschlag.directory.queries.importing.projects import TakenParticipations
from handschlag.directory.queries.managing import managed_ids
from handschlag.directory.rules.contents import Content, Kind
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.matching import Matcher
from handschlag.directory.rules.provenance import with_changes_applied


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
