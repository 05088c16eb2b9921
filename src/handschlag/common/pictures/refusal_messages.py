"""Why a picture is not taken, in words that say what to do."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.common.rules.pictures import PictureRefusal

PICTURE_WORDS: Final[dict[str, str | Promise]] = {
    reason: gettext_lazy(reason.label) for reason in PictureRefusal
}
