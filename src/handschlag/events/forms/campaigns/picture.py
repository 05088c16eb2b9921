"""A picture is sent, with what it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from handschlag.common.rules.pictures import LARGEST_FILE
from handschlag.design.controls.fields import OneLine


class PictureForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 5 MB. We save a new copy without hidden data such as place and names."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    text_de = OneLine(
        label=gettext_lazy("Picture description, German"),
        max_length=300,
        help_text=gettext_lazy("For people who cannot see the picture."),
    )
    text_en = OneLine(
        label=gettext_lazy("Picture description, English"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Without it, English readers see the German text."),
    )

    def clean_picture(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1))

    def words(self) -> tuple[str, str]:
        """German and English."""
        return self.cleaned_data["text_de"], self.cleaned_data["text_en"]
