"""What kinds of facts are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.programmes.models import FactKind

KINDS: Final[Mapping[FactKind, str | Promise]] = {
    FactKind.PURPOSE: gettext_lazy("What it is for"),
    FactKind.ELIGIBLE: gettext_lazy("Who is eligible"),
    FactKind.CONDITION: gettext_lazy("Conditions"),
    FactKind.PAYS: gettext_lazy("What is paid for"),
    FactKind.AMOUNT: gettext_lazy("Rates and amounts"),
    FactKind.DURATION: gettext_lazy("Duration"),
    FactKind.PHASE: gettext_lazy("Phases"),
    FactKind.RESULTS: gettext_lazy("Whose the results are"),
    FactKind.APPLY: gettext_lazy("How to apply"),
    FactKind.CONTACT: gettext_lazy("Whom to ask"),
}
