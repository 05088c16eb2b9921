"""Why a picture is not taken, in words that say what to do."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.rules.pictures import PictureRefusal

PICTURE_WORDS: Final[dict[str, str | Promise]] = {
    PictureRefusal.EMPTY: _("Choose a file."),
    PictureRefusal.TOO_LARGE: _("The file is larger than 5 MB."),
    PictureRefusal.DRAWING: _(
        "SVG files can contain programs and are not accepted. Upload a PNG, JPEG or WebP."
    ),
    PictureRefusal.NO_PICTURE: _("We cannot read this file as a picture. Upload a PNG, JPEG or WebP."),
    PictureRefusal.BROKEN: _("The picture is damaged or incomplete. Save it again and upload it."),
    PictureRefusal.ANIMATED: _("Animated pictures are not allowed. Upload a still picture."),
    PictureRefusal.TOO_MANY_PIXELS: _("The picture has more than 25 million pixels. Upload a smaller one."),
    PictureRefusal.TOO_HEAVY: _(
        "This picture takes too much time or memory to process. Save it at a smaller size, as PNG or JPEG."
    ),
    PictureRefusal.BUSY: _("Many files are being processed. Please upload yours again in a minute."),
    PictureRefusal.TOO_SMALL: _("The picture is smaller than 32 pixels. Upload a larger one."),
}
