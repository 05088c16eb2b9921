"""Why figures are not published, and why data are not sent."""

from __future__ import annotations

from enum import StrEnum


class PublishRefusal(StrEnum):
    NOT_OVER = "not_over"  # the event is not over yet
    TOO_FEW = "too_few"  # fewer than three people took part
    CHANGED = "changed"  # the figures are others than those that were reviewed


class ProtectionRefusal(StrEnum):
    NO_ADDRESS = "no_address"  # whoever came unannounced may have named none
