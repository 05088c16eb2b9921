"""Memberships that other networks propose: the list, and the page on which one is decided."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import MemberProposal
from handschlag.directory.queries.member_proposals import PAGE, proposals_to_decide
from handschlag.directory.screens.moderating.queue import tabs


def member_proposals_screen(by: Subject, *, page: int) -> dict[str, Any]:
    """One page of proposals this person may decide; only editors see them with tabs."""
    is_editor = may(by, Action.DECIDE_MEMBERSHIP)
    return {
        "crumbs": () if is_editor else (_desk(), Crumb(_("Proposed members"))),
        "tabs": tabs("member_proposals") if is_editor else (),
        "rows": Paginator(proposals_to_decide(by), PAGE).get_page(page),
    }


def member_proposal_screen(row: MemberProposal) -> dict[str, Any]:
    """One proposed membership with the way back to the list."""
    here = Crumb(_("Proposed members"), reverse("directory:member_proposals"))
    return {"crumbs": (_desk(), here, Crumb(row.actor.name)), "proposal": row}


def _desk() -> Crumb:
    return Crumb(_("Your networks"), reverse("directory:manage"))
