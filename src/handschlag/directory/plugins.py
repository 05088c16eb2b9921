"""What this app adds to the hooks of the apps below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks import Basis, DataHolder, Processing
from handschlag.accounts.models import User
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.common.mail import ConcernedPerson, forget_person
from handschlag.design import tallies
from handschlag.design.tallies import Tally
from handschlag.directory import counting, joining, rows, texts
from handschlag.directory import rows as directory_rows
from handschlag.directory.joining import KEEP_DECIDED, KEEP_UNDECIDED
from handschlag.directory.models import Field, Invitation, JoinRequest, Network, NetworkProgramme, Status
from handschlag.directory.public import by_name, current, is_over, public_networks
from handschlag.directory.rows import NetworkRow
from handschlag.directory.team import INVITED
from handschlag.programmes.hooks import CallField, Panel, PanelProvider

_VERBS: Final[Labels] = {
    # entries: networks, actors, stories
    "archived": _("archived"),
    "created": _("created"),
    "edited": _("edited"),
    "loaded": _("taken from the source"),
    "logo_removed": _("logo removed"),
    "logo_set": _("logo changed"),
    "looked_at": _("change reviewed by an editor"),
    "proposed": _("change proposed"),
    "published": _("published"),
    "restored": _("restored"),
    "returned": _("returned"),
    "submitted": _("sent to the editors"),
    "taken_back": _("deleted with the registration that named it"),
    "withdrew": _("proposed change withdrawn"),
    # duplicates
    "brought_back": _("pair of duplicates restored"),
    "dismissed": _("pair found to be no duplicates"),
    "merged": _("merged"),
    "taken_apart": _("merge undone"),
    # memberships and requests to join
    "accepted": _("request to join accepted"),
    "added": _("member added"),
    "asked": _("asked to join"),
    "claimed": _("asked to take over a page"),
    "confirmed": _("request to join confirmed"),
    "dated": _("dates of a membership changed"),
    "declined": _("request to join declined"),
    "ended": _("membership ended"),
    "forgotten": _("request to join deleted after its time"),
    "reopened": _("membership taken up again"),
    "member.proposed": _("member proposed"),
    "member.accepted": _("proposed member accepted"),
    "member.declined": _("proposed member declined"),
    "member.withdrawn": _("proposed member withdrawn"),
    "took_part": _("part in a joint project taken over"),
    # who keeps a page
    "invited": _("invited to manage a page"),
    "joined_team": _("manages a page from now on"),
    "left_team": _("no longer manages a page"),
    "revoked": _("invitation withdrawn"),
    # tables
    "import.applied": _("table taken over"),
    "import.discarded": _("table discarded"),
    "import.undone": _("import of a table undone"),
    "import.uploaded": _("table uploaded"),
    "import_undone": _("as before the import"),
}
_KINDS: Final[Labels] = {
    "directory.actor": pgettext_lazy("kind", "organisation"),
    "directory.actorsource": pgettext_lazy("kind", "source of an organisation"),
    "directory.duplicatepair": pgettext_lazy("kind", "possible duplicate"),
    "directory.factsource": pgettext_lazy("kind", "source of a fact"),
    "directory.field": pgettext_lazy("kind", "field of technology"),
    "directory.import": pgettext_lazy("kind", "import"),
    "directory.importrow": pgettext_lazy("kind", "row of an import"),
    "directory.importsheet": pgettext_lazy("kind", "sheet of an import"),
    "directory.invitation": pgettext_lazy("kind", "invitation"),
    "directory.joinrequest": pgettext_lazy("kind", "request to join"),
    "directory.label": pgettext_lazy("kind", "quality label"),
    "directory.networkstatement": pgettext_lazy("kind", "statement of a source"),
    "directory.managednetwork": pgettext_lazy("kind", "management of a network"),
    "directory.memberfigure": pgettext_lazy("kind", "number of members"),
    "directory.memberproposal": pgettext_lazy("kind", "proposed member"),
    "directory.membership": pgettext_lazy("kind", "membership"),
    "directory.merge": pgettext_lazy("kind", "merging"),
    "directory.namedmember": pgettext_lazy("kind", "organisation named by a source"),
    "directory.network": pgettext_lazy("kind", "network"),
    "directory.networkprogramme": pgettext_lazy("kind", "network in a programme"),
    "directory.participation": pgettext_lazy("kind", "part in a project"),
    "directory.project": pgettext_lazy("kind", "joint project"),
    "directory.projectdifference": pgettext_lazy("kind", "difference in a project"),
    "directory.projectsource": pgettext_lazy("kind", "source of a project"),
    "directory.proposal": pgettext_lazy("kind", "proposed change"),
    "directory.revision": pgettext_lazy("kind", "earlier version"),
    "directory.statement": pgettext_lazy("kind", "offer or need"),
    "directory.story": pgettext_lazy("kind", "news item"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)


def fields() -> Sequence[CallField]:
    """All of them; one query."""
    rows = Field.objects.order_by("code").values_list("slug", "label_de", "label_en")
    return tuple(CallField(slug=slug, de=de, en=en) for slug, de, en in rows)


def _export(user_id: int) -> Mapping[str, Any]:
    email = _email_of(user_id)
    requests = JoinRequest.objects.filter(contact_email__iexact=email).select_related("network")
    invitations = Invitation.objects.filter(email__iexact=email).select_related("network")
    return {
        "requests_to_join": [
            {
                "network": one.network.name,
                "organisation": one.organisation,
                "name": one.contact_name,
                "message": one.message,
                "asked_at": one.asked_at.isoformat(),
            }
            for one in requests.order_by("pk")
        ],
        "invitations": [
            {"network": one.network.name, "invited_at": one.invited_at.isoformat()}
            for one in invitations.order_by("pk")
        ],
    }


def _erase(user_id: int, now: datetime) -> None:
    """Requests end, whatever was decided: a membership stands for itself."""
    email = _email_of(user_id)
    joining.delete_requests(JoinRequest.objects.filter(contact_email__iexact=email), now=now)
    invitations = Invitation.objects.filter(email__iexact=email)
    for pk in list(invitations.values_list("pk", flat=True)):
        forget_person(ConcernedPerson(kind=INVITED, id=pk), now=now)
    invitations.delete()


def _email_of(user_id: int) -> str:
    return User.objects.values_list("email", flat=True).get(pk=user_id)


HOLDER = DataHolder(name="directory", export=_export, erase=_erase)


def _days() -> str:
    days = {"decided": KEEP_DECIDED.days, "undecided": KEEP_UNDECIDED.days}
    return (
        gettext("%(decided)s days after the decision, %(undecided)s days without one, or with the account")
        % days
    )


PROCESSINGS: Final = (
    Processing(
        key="directory.joining",
        what=_("Name and email address of a contact, message"),
        whose=_("people who ask for their organisation to join a network, or are invited to manage a page"),
        purpose=_("deciding on the request, and answering it"),
        seen_by=_("managers of the network, editors"),
        kept=lazy(_days, str)(),
        basis=Basis.CONTRACT,
    ),
)


SOME = 25
NOBODY: Final = Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """How many public networks take part in a programme today, and did before: none that is no more."""

    today: Tally = NOBODY
    former: Tally = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParticipantList:
    """The networks of a programme: the first by name, real ones before invented ones, and how many."""

    slug: str
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    numbers: Participants


def numbers_per_programme(programme_ids: Iterable[int], *, today: date) -> Mapping[int, Participants]:
    """How many take part today and did before; programmes without any of either are left out."""
    sides = {"real": Q(network__is_demo=False), "invented": Q(network__is_demo=True)}
    times = {"today": current(today), "former": Q(until__lt=today)}
    counts = {
        f"{time}_{side}": Count("pk", filter=when & which)
        for time, when in times.items()
        for side, which in sides.items()
    }
    wanted = _counted().filter(programme_id__in=list(programme_ids))
    rows: Any = wanted.values("programme_id").annotate(**counts)
    return {
        row["programme_id"]: Participants(
            today=Tally(real=row["today_real"], invented=row["today_invented"]),
            former=Tally(real=row["former_real"], invented=row["former_invented"]),
        )
        for row in rows
    }


def _counted() -> QuerySet[NetworkProgramme]:
    """Of the networks that totals count; each is in a programme once."""
    return NetworkProgramme.objects.filter(network__status=Status.PUBLISHED).exclude(is_over("network__"))


def participants(programme_id: int, *, today: date) -> _ParticipantList:
    """The first that take part today, and how many do and did; invented ones are counted apart."""
    rows = _counted().filter(programme_id=programme_id)
    taking_part = rows.filter(current(today)).values("network_id")
    found = public_networks().filter(pk__in=taking_part)
    some = list(found.order_by("is_demo", *by_name()).values_list("pk", flat=True)[:SOME])
    slug = rows.values_list("programme__slug", flat=True).first() or ""
    return _ParticipantList(
        slug=slug,
        networks=directory_rows.networks_in_order(some),
        organisations=counting.organisations_per_network(some, today=today),
        numbers=numbers_per_programme([programme_id], today=today).get(programme_id, Participants()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParticipationScreen:
    title: str
    url: str  # of the whole list; empty for nobody
    former: str
    networks: Sequence[NetworkRow]


class DirectoryPanels(PanelProvider):
    """The networks of a programme, on its page."""

    def summaries(self, programme_ids: Iterable[int], *, today: date) -> Mapping[int, str]:
        numbers = numbers_per_programme(programme_ids, today=today)
        return {pk: _in_short(one) for pk, one in numbers.items() if one.today.every}

    def panel(self, programme_id: int, *, today: date) -> Panel:
        found = participants(programme_id, today=today)
        now = found.numbers.today
        screen = _ParticipationScreen(
            title=_taking_part(now) if now.every else gettext("No network of it is listed yet"),
            url=f"{reverse('directory:networks')}?programme={found.slug}" if now.every else "",
            former=_before(found.numbers.former),
            networks=rows.network_rows(found.networks, found.organisations, today=today),
        )
        return Panel(template="directory/parts/participation.html", screen=screen)


def _taking_part(found: Tally) -> str:
    """What is true of the programme, and apart from it what only a demonstration says."""
    text = ngettext(
        "%(n)s network in this directory takes part",
        "%(n)s networks in this directory take part",
        found.real,
    )
    said = text % {"n": texts.number(found.real)}
    if not found.invented:
        return said
    apart = ngettext("besides %(n)s invented one", "besides %(n)s invented ones", found.invented)
    return f"{said}; " + apart % {"n": texts.number(found.invented)}


def _in_short(found: Participants) -> str:
    said = _taking_part(found.today)
    if not found.former.every:
        return said
    return gettext("%(today)s; formerly: %(former)s") % {
        "today": said,
        "former": tallies.number(found.former),
    }


def _before(former: Tally) -> str:
    if not former.every:
        return ""
    return gettext("and %(networks)s") % {"networks": tallies.tally_with_noun(former, _former_networks)}


def _former_networks(n: int) -> str:
    return ngettext("%(n)s former network", "%(n)s former networks", n)
