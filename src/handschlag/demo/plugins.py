"""What this app adds to the hooks of apps below."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from handschlag.common.audit import AuditVerbs, Labels

_VERBS: Final[Labels] = {"invented": _("invented for the demo")}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS)
