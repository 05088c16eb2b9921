"""A picture is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handschlag.common.rules.pictures import LARGEST_FILE


class LogoForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content: see `common/rules/pictures.py`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    picture = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,
        help_text=_("PNG, JPEG or WebP, up to 5 MB. We save a copy of at most 640 by 320 pixels."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_picture(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1))
