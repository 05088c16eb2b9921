"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    # entries: networks, actors, stories
    "archived": _("archived"),
    "created": _("created"),
    "edited": _("edited"),
    "loaded": _("taken from the source"),
    "logo_removed": _("logo removed"),
    "logo_set": _("logo changed"),
    "looked_at": _("change looked at by an editor"),
    "proposed": _("change proposed"),
    "published": _("published"),
    "restored": _("restored"),
    "returned": _("returned"),
    "submitted": _("sent to the editors"),
    "taken_back": _("deleted with the registration that named it"),
    "withdrew": _("proposed change withdrawn"),
    # duplicates
    "brought_back": _("pair of duplicates brought back"),
    "dismissed": _("pair found to be no duplicates"),
    "merged": _("merged"),
    "taken_apart": _("merge undone"),
    # memberships and requests to join
    "accepted": _("request to join accepted"),
    "added": _("member added"),
    "asked": _("asked to join"),
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
    "invited": _("invited to keep a page"),
    "joined_team": _("keeps a page from now on"),
    "left_team": _("keeps a page no longer"),
    "revoked": _("invitation withdrawn"),
    # tables
    "import.applied": _("table taken over"),
    "import.discarded": _("table discarded"),
    "import.undone": _("import of a table undone"),
    "import.uploaded": _("table uploaded"),
    "import_undone": _("as before the import"),
}
