"""The open funding calls that fit the answers of the finder, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.programmes.models import FundingCall
from handschlag.programmes.queries.funding_calls import found_calls
from handschlag.programmes.rules.funding_calls import TAKES_APPLICATIONS, CallCriteria, reasons
from handschlag.programmes.rules.tables import Answers
from handschlag.programmes.screens.funding_calls import answer_words, call_row


def fitting_calls(answers: Answers, calls: Sequence[FundingCall], *, now: datetime) -> list[dict[str, Any]]:
    """What can be applied for now, what closes next first."""
    rows = []
    for call in found_calls(calls, CallCriteria(status=TAKES_APPLICATIONS), now=now):
        asked = reasons(call.conditions, call.programme.slug if call.programme else "", answers)
        if asked is None:
            continue
        named = [_("“%(answer)s”") % {"answer": answer_words(one, answers[one])} for one in asked]
        why = _("Because you answered: %(answers)s.") % {"answers": ", ".join(named)}
        if not named and call.programme:
            why = _("Because your answers fit %(programme)s.") % {"programme": call.programme.short}
        rows.append({**call_row(call, now=now), "why": why})
    return rows
