"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

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
