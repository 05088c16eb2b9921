"""The page of everything that somebody looks after, and what to do next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.directory.models import ProposalState
from handschlag.directory.queries import dashboard
from handschlag.directory.queries.member_proposals import proposals_to_decide
from handschlag.directory.rules.completeness import NextStepKind, PageContent, next_steps, score
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.entry_labels import Word

# What to do, and where: a section of the network's page, or a page of its own.
STEPS: dict[NextStepKind, tuple[Word, str]] = {
    NextStepKind.ANSWER_REQUESTS: (_("Answer the requests to join"), "manage_requests"),
    NextStepKind.READ_RETURN: (
        _("Read the editors’ comment and send the changes again"),
        "manage_network",
    ),
    NextStepKind.RENEW_LABEL: (_("Renew the quality label or enter its end date"), "labels"),
    NextStepKind.DESCRIPTION: (
        _("Describe the purpose of the network in two or three sentences"),
        "description",
    ),
    NextStepKind.FIELDS: (_("Choose the technology fields: partners search by them"), "fields"),
    NextStepKind.PLACE: (_("Enter the place: without it the network is missing on the map"), "place"),
    NextStepKind.MEMBERS: (_("Enter the first members, one by one or from a table"), "manage_members"),
    NextStepKind.CONTACT: (_("Add website and email address"), "contact"),
    NextStepKind.FIGURES: (_("Enter the number of members of this year or the last"), "figures"),
    NextStepKind.ENGLISH: (_("Add a description in English"), "description"),
    NextStepKind.LOGO: (_("Add the logo"), "manage_logo"),
    NextStepKind.BODY: (_("Add the founding year and the responsible body"), "body"),
    NextStepKind.STORIES: (_("Write a news item"), "manage_stories"),
}
SHOWN_STEPS = 3


def _url_of_step(step: NextStepKind, slug: str) -> str:
    target = STEPS[step][1]
    if target.startswith("manage"):
        return reverse(f"directory:{target}", args=[slug])
    return reverse("directory:edit_network", args=[slug, target])


def to_dos(page: PageContent, slug: str, *, today: date) -> list[tuple[Word, str, int]]:
    """The next steps for a page, in the order of the rules: what to do, where, and by how much it gains."""
    return [
        (STEPS[one.step][0], _url_of_step(one.step, slug), one.gain) for one in next_steps(page, today=today)
    ]


def url_of(kind: Kind, slug: str) -> str:
    """Where an entry is edited."""
    return reverse(f"directory:manage_{kind.value}", args=[slug])


def _state_word(one: dashboard.Pending) -> Word:
    if one.state == ProposalState.RETURNED:
        return _("returned by an editor")
    if one.state == ProposalState.OPEN and one.status == "published":
        return _("changes waiting for review")
    return entry_labels.status(one.status)


def dashboard_screen(by: Subject, *, today: date) -> dict[str, Any]:
    """Everything this person looks after with its score and first steps, and what they may start."""
    networks = dashboard.my_networks(by)
    pages = dashboard.pages_of(networks, today=today)
    return {
        "networks": [
            {
                "network": network,
                "page": (page := pages[network.pk]),
                "score": score(page, today=today),
                "steps": to_dos(page, network.slug, today=today)[:SHOWN_STEPS],
            }
            for network in networks
        ],
        "waiting": [(one, _state_word(one)) for one in dashboard.pending(network.pk for network in networks)],
        "to_decide": proposals_to_decide(by).count(),
        "is_editor": may(by, Action.PUBLISH_NETWORK),
        "may_import": bool(networks) or may(by, Action.IMPORT_NETWORKS),
        "may_create": may(by, Action.CREATE_NETWORK),
    }
