"""What became of an invitation."""

from __future__ import annotations

from enum import StrEnum


class InvitationState(StrEnum):
    SUGGESTED = "suggested"  # somebody who cannot come has named this person
    UNOPENED = "unopened"
    OPENED = "opened"
    REGISTERED = "registered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
