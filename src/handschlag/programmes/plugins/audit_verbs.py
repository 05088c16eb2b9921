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
}
_KINDS: Final[Labels] = {
    "programmes.fact": pgettext_lazy("kind", "fact on a programme"),
    "programmes.programme": pgettext_lazy("kind", "programme"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)
