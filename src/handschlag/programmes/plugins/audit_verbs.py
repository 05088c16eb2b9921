"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "loaded": _("taken from the source"),
    "fact.added": _("added a fact about a programme"),
    "fact.edited": _("changed a fact about a programme"),
    "fact.checked": _("checked a fact about a programme: still correct"),
    "fact.undone": _("undid the last change of a fact about a programme"),
    "fact.removed": _("removed a fact about a programme"),
    "fact.brought_back": _("restored a fact about a programme"),
    "funding_call.added": _("added a funding call as a draft"),
    "funding_call.edited": _("changed a funding call"),
    "funding_call.published": _("published a funding call"),
    "funding_call.withdrawn": _("withdrew a funding call"),
    "funding_call.undone": _("undid the last change of a funding call"),
    "funding_call.arrived": _("took a funding call from a feed as a draft"),
    "call_feed.added": _("added a feed of funding calls"),
    "call_feed.edited": _("changed a feed of funding calls"),
}
_KINDS: Final[Labels] = {
    "programmes.fact": pgettext_lazy("kind", "fact on a programme"),
    "programmes.fundingcall": pgettext_lazy("kind", "funding call"),
    "programmes.callfeed": pgettext_lazy("kind", "feed of funding calls"),
    "programmes.programme": pgettext_lazy("kind", "programme"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)
