"""What the outbox shows of a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.mail.sealed import without_secrets
from handschlag.common.models import Mail, MailState

type Tone = Literal["plain", "ok", "wait"]
STATES: Final[Mapping[str, tuple[Promise, Tone]]] = {
    MailState.WAITING: (_("waiting"), "wait"),
    MailState.SENDING: (_("is being sent"), "wait"),
    MailState.SENT: (_("sent"), "ok"),
    MailState.FAILED: (_("could not be sent"), "wait"),
    MailState.KEPT: (_("stored here"), "plain"),
    MailState.BOUNCED: (_("came back"), "wait"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    id: int
    subject: str
    to: str
    created_at: datetime
    state_word: str
    tone: Tone
    is_erased: bool

    @classmethod
    def of(cls, mail: Mail) -> Letter:
        word, tone = STATES[mail.state]
        return cls(
            id=mail.pk,
            subject=without_secrets(mail).subject,
            to=mail.to,
            created_at=mail.created_at,
            state_word=str(word),
            tone=tone,
            is_erased=mail.erased_at is not None,
        )
