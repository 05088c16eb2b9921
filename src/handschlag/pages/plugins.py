"""What this app adds to hooks of the apps below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.accounts.hooks import DataHolder
from handschlag.accounts.models import User
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.directory.hooks import FoundPage, PageSource
from handschlag.pages.models import Report

_VERBS: Final[Labels] = {
    "report.done": _("report closed"),
    "report.reopened": _("report opened again"),
    "report.sent": _("report sent"),
}
_KINDS: Final[Labels] = {
    "pages.report": pgettext_lazy("kind", "message from the contact page"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)


PAGES = (
    FoundPage(
        kind="matching",
        view="pages:how_matching_works",
        title_de="So funktioniert das Matching",
        title_en="How matchmaking works",
        words="Matchmaking, Matching, Gespräche vermitteln, Garantie, how does matching work, meetings",
        beside="funktioniert, geht, work, works, anmelden, register",
    ),
    FoundPage(
        kind="contact",
        view="pages:contact",
        title_de="Kontakt",
        title_en="Contact",
        words="Ansprechpartner, schreiben, Fehler melden, Eintrag melden, write, report an entry",
        beside="Netzwerk, Cluster, Korrektur, network, cluster",
    ),
    FoundPage(
        kind="imprint",
        view="pages:imprint",
        title_de="Impressum",
        title_en="Imprint",
        words="Betreiber, operator, legal notice",
    ),
    FoundPage(
        kind="privacy",
        view="pages:privacy",
        title_de="Datenschutz",
        title_en="Privacy",
        words="Datenschutzerklärung, personenbezogene Daten, Cookies, DSGVO, GDPR, data protection",
    ),
    FoundPage(
        kind="accessibility",
        view="pages:accessibility",
        title_de="Barrierefreiheit",
        title_en="Accessibility",
        words="barrierefrei, Erklärung zur Barrierefreiheit, accessible",
    ),
    FoundPage(
        kind="plain-language",
        view="pages:plain_language",
        title_de="Leichte Sprache",
        title_en="Plain language",
        words="einfache Sprache, easy to read",
    ),
    FoundPage(
        kind="sources",
        view="pages:sources",
        title_de="Quellen",
        title_en="Sources",
        words="Herkunft der Daten, Datenquellen, data sources",
        beside="Netzwerke, Cluster",
    ),
)
SOURCE = PageSource(stamp=lambda: None, pages=lambda: PAGES)


def _export(user_id: int) -> Mapping[str, Any]:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    reports = Report.objects.filter(email__iexact=email).order_by("pk")
    return {
        "reports": [
            {"kind": one.kind, "text": one.text, "name": one.name, "sent_at": one.sent_at.isoformat()}
            for one in reports
        ]
    }


def _erase(user_id: int, now: datetime) -> None:
    del now
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    Report.objects.filter(email__iexact=email).update(name="", email="")


HOLDER = DataHolder(name="pages", export=_export, erase=_erase)
