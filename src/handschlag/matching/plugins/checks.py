"""What an operator should hear before people wonder about their recommendations."""

from __future__ import annotations

from typing import Any

from django.core import checks

from handschlag.matching.engine.encoders import fault_of_model


def model_is_there(**_kwargs: Any) -> list[checks.CheckMessage]:
    """The model of meaning runs, or is turned off."""
    fault = fault_of_model()
    if not fault:
        return []
    hint = "Install the extra `semantic`, or do without: HANDSCHLAG_COMPARES_MEANING=no."
    return [
        checks.Warning(
            f"Recommendations do without the model of meaning: {fault}", hint=hint, id="handschlag.W003"
        )
    ]
