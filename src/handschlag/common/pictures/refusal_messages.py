"""Why a picture is not taken, in words that say what to do."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.rules.pictures import PictureRefusal

PICTURE_WORDS: Final[dict[str, str | Promise]] = {
    PictureRefusal.EMPTY: _("Choose a file."),
    PictureRefusal.TOO_LARGE: _("The file is larger than 5 MB."),
    PictureRefusal.DRAWING: _("SVG files can hold programs: we do not take them. Send a PNG, JPEG or WebP."),
    PictureRefusal.NO_PICTURE: _("This is no picture that we can read. Send a PNG, JPEG or WebP."),
    PictureRefusal.BROKEN: _("The picture is damaged or incomplete. Save it once more and send it again."),
    PictureRefusal.ANIMATED: _("The picture moves. Send one that stands still."),
    PictureRefusal.TOO_MANY_PIXELS: _("The picture has more than 25 million pixels. Send a smaller one."),
    PictureRefusal.TOO_HEAVY: _(
        "Reading this picture takes more time or memory than it may. Save it smaller, as PNG or JPEG."
    ),
    PictureRefusal.BUSY: _("Many files are being read just now. Please send yours again in a minute."),
    PictureRefusal.TOO_SMALL: _("The picture is smaller than 32 pixels. Send a larger one."),
}
