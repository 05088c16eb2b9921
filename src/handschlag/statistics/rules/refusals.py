"""Why figures are not published."""

from __future__ import annotations

from enum import StrEnum


class PublishRefusal(StrEnum):
    NOT_OVER = "not_over"  # the event is not over yet
    TOO_FEW = "too_few"  # fewer than three people took part
    CHANGED = "changed"  # the figures are others than those that were reviewed
