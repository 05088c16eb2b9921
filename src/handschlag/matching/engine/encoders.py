"""Whole texts are compared by their meaning, where the platform is set up for it and the model is there."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from handschlag.common.rules.compute_places import ComputeKind
from treffen.recommendation.semantic import CachedEncoder, E5Encoder, Encoder, NoEncoder

KEEP: Final = timedelta(days=30)
_log = logging.getLogger(__name__)


def encoder_in_use() -> Encoder | None:
    """None where the setting is off, or, which is logged each time, where the model does not run."""
    if not settings.COMPARES_MEANING:
        return None
    try:
        is_elsewhere = settings.COMPUTE.kind is ComputeKind.CLUSTER  # no words and no vectors are kept there
        return _model() if is_elsewhere else CachedEncoder(_model(), _folder())
    except NoEncoder as missing:
        _log.warning("recommendations are made without the model of meaning: %s", missing)
        return None


def fault_of_model() -> str:
    """Why the model does not run though the setting is on; "" where nothing is wrong."""
    if not settings.COMPARES_MEANING:
        return ""
    try:
        _model()
    except NoEncoder as missing:
        return str(missing)
    return ""


def forget_old_vectors(*, now: datetime) -> int:
    """What is still needed is made again; how many files are gone."""
    old = [path for path in _folder().glob("*/*") if path.stat().st_mtime < (now - KEEP).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@lru_cache(maxsize=1)
def _model() -> Encoder:
    return E5Encoder()


def _folder() -> Path:
    return Path(settings.DATA) / "vectors"
