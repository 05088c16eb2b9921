"""The menu of whoever is signed in: what their roles open to them, each by the policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_noop

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may, needs_more
from handschlag.design import navigation
from handschlag.design.components.parts import Link

OWN: Final = True
# The label, the address by name, what it takes, and whether it is enough to have it for one's own.
MENU: Final = (
    (gettext_noop("Your account"), "accounts:profile", Action.EDIT_OWN_ACCOUNT, OWN),
    (gettext_noop("What you follow"), "following:overview", Action.FOLLOW, OWN),
    (gettext_noop("Your registrations"), "registration:mine", Action.EDIT_OWN_ACCOUNT, OWN),
    (gettext_noop("Your networks"), "directory:manage", Action.EDIT_NETWORK, OWN),
    (gettext_noop("Your events"), "events:manage", Action.EDIT_EVENT, OWN),
    (gettext_noop("Your Cluster Week"), "events:my_activities", Action.ENTER_ACTIVITY, OWN),
    (gettext_noop("Editors"), "directory:moderation", Action.PUBLISH_NETWORK, not OWN),
    (gettext_noop("Cluster Week to review"), "events:activity_queue", Action.DECIDE_ACTIVITY, not OWN),
    (gettext_noop("Facts about programmes"), "programmes:facts", Action.EDIT_PROGRAMME, not OWN),
    (gettext_noop("Funding calls: for editors"), "programmes:call_desk", Action.EDIT_PROGRAMME, not OWN),
    (gettext_noop("Imports"), "directory:imports", Action.IMPORT_ACTORS, OWN),
    (gettext_noop("Background jobs"), "common:jobs", Action.SEE_JOBS, OWN),
    (gettext_noop("Roles"), "accounts:grants", Action.GRANT_ROLE, not OWN),
    (gettext_noop("Accounts"), "accounts:people", Action.HANDLE_ACCOUNT, not OWN),
    (gettext_noop("Outgoing email"), "common:outbox", Action.SEE_MAIL, not OWN),
    (gettext_noop("Change log"), "common:audit", Action.SEE_AUDIT, not OWN),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Asked only where it is printed: a visitor's page costs nothing."""
    return {"account_links": SimpleLazyObject(lambda: links(subject_of(request.user), request.path))}


def links(subject: Subject, path: str) -> Sequence[Link]:
    """A role that sleeps keeps its entries: they lead to the passkey that wakes it."""
    entries = tuple(
        (label, name)
        for label, name, action, owns in MENU
        if may(subject, action, owns=owns) or needs_more(subject, action, owns=owns)
    )
    return navigation.links(entries, path)
