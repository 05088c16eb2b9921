"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "statistics.comparison_exported": _("comparison of events exported"),
    "statistics.everything_exported": _("all files of the event exported"),
    "statistics.everything_fetched": _("all files of the event downloaded"),
    "statistics.kept": _("figures of the event kept"),
    "statistics.log_exported": _("access log exported"),
    "statistics.looked_at_few": _("viewed people with few meetings"),
    "statistics.looked_at_person": _("viewed the data stored about a person"),
    "statistics.person_exported": _("data about a person exported"),
    "statistics.person_sent": _("complete data offered to the person by email"),
    "statistics.published": _("figures of the event published"),
    "statistics.report_exported": _("report exported"),
    "statistics.withdrawn": _("figures of the event withdrawn"),
}

_ACCESS: Final = frozenset(
    {"statistics.looked_at_person", "statistics.person_exported", "statistics.person_sent"}
)
_KINDS: Final[Labels] = {
    "statistics.keptfigures": pgettext_lazy("kind", "kept figures"),
    "statistics.publicfigures": pgettext_lazy("kind", "public statistics"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, access=_ACCESS)
