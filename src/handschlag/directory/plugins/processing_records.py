"""What the directory does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.directory.rules.joining import KEEP_DECIDED, KEEP_UNDECIDED


def _days() -> str:
    days = {"decided": KEEP_DECIDED.days, "undecided": KEEP_UNDECIDED.days}
    return (
        gettext("%(decided)s days after the decision, %(undecided)s days without one, or with the account")
        % days
    )


PROCESSINGS: Final = (
    Processing(
        key="directory.joining",
        what=_("Name and email address of a contact, message"),
        whose=_("people who ask for their organisation to join a network, or are invited to manage a page"),
        purpose=_("deciding on the request, and answering it"),
        seen_by=_("managers of the network, editors"),
        kept=lazy(_days, str)(),
        basis=Basis.CONTRACT,
    ),
)
