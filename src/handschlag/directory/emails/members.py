"""Letters about actors that a network proposes as its members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.accounts.rules.policy import Subject
from handschlag.directory.emails.letters import Letter, address, post, reader
from handschlag.directory.models import MemberProposal, MemberProposalState, Membership, Network

MOST_NAMED = 10


def tell_proposed(network: Network, *, actor_ids: Collection[int], now: datetime) -> None:
    """To everybody whose network entered one of the actors: one letter each, however many are proposed."""
    open_ones = Membership.objects.filter(actor_id__in=actor_ids, until__isnull=True, is_origin=True)
    pairs = open_ones.values_list("network__managers__user_id", "actor__name").order_by("actor__name")
    names: dict[int, list[str]] = {}
    for user_id, name in pairs.distinct():
        if user_id is not None:
            names.setdefault(user_id, []).append(name)
    for user in User.objects.filter(pk__in=names, is_active=True).order_by("pk"):
        _tell_owner(user, network, names[user.pk], now=now)


def _tell_owner(user: User, network: Network, names: list[str], *, now: datetime) -> None:
    def write() -> Letter:
        count = len(names)
        subject = ngettext(
            "“%(network)s” would like to name a member of yours",
            "“%(network)s” would like to name %(count)s members of yours",
            count,
        )
        more = _("And %(count)s more.") % {"count": count - MOST_NAMED} if count > MOST_NAMED else ""
        listed = ", ".join(f"“{name}”" for name in names[:MOST_NAMED])
        return Letter(
            subject=subject % {"network": network.name, "count": count},
            paragraphs=(
                _("“%(network)s” proposes these members: %(names)s.")
                % {"network": network.name, "names": listed},
                *((more,) if more else ()),
                _(
                    "Nothing changes until you or an editor agree. After that, the team of "
                    "“%(network)s” may propose changes to the entry. An editor reviews them first."
                )
                % {"network": network.name},
            ),
            url=address("directory:member_proposals"),
            link=_("Accept or decline"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


def tell_member_decided(proposal: MemberProposal, *, by: Subject, now: datetime) -> None:
    """To whoever proposed it."""
    user = reader(proposal.by_id)
    if user is None or user.pk == by.user_id:
        return

    def write() -> Letter:
        names = {"actor": proposal.actor.name, "network": proposal.network.name}
        if proposal.state == MemberProposalState.ACCEPTED:
            subject = _("“%(actor)s” is now a member of “%(network)s”") % names
            text = _(
                "The proposal was accepted. You may propose changes to the entry; an editor reads them first."
            )
        else:
            subject = _("“%(actor)s” does not become a member of “%(network)s”") % names
            text = _(
                "The proposal was declined. It can be made again after 30 days; talk to the "
                "organisation first."
            )
        return Letter(
            subject=subject,
            paragraphs=(text,),
            url=address("directory:manage_members", proposal.network.slug),
            link=_("The members of the network"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))
