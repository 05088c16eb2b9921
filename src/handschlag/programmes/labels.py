"""What kinds of facts and languages of applications are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.programmes.models import CallLanguage, FactKind

KINDS: Final[Mapping[FactKind, str | Promise]] = {
    FactKind.PURPOSE: gettext_lazy("Aim of the programme"),
    FactKind.ELIGIBLE: gettext_lazy("Eligible applicants"),
    FactKind.CONDITION: gettext_lazy("Conditions"),
    FactKind.PAYS: gettext_lazy("Eligible costs"),
    FactKind.AMOUNT: gettext_lazy("Rates and amounts"),
    FactKind.DURATION: gettext_lazy("Duration"),
    FactKind.PHASE: gettext_lazy("Phases"),
    FactKind.RESULTS: gettext_lazy("Ownership of results"),
    FactKind.APPLY: gettext_lazy("How to apply"),
    FactKind.CONTACT: gettext_lazy("Contact for questions"),
    FactKind.FIGURES: gettext_lazy("In figures"),
}
CALL_LANGUAGES: Final[Mapping[CallLanguage, str | Promise]] = {
    CallLanguage.DE: gettext_lazy("German"),
    CallLanguage.EN: gettext_lazy("English"),
    CallLanguage.BOTH: gettext_lazy("German or English"),
}
