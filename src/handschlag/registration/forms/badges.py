"""Which badges, on which paper, in which language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from handschlag.common.rules.pictures import LARGEST_FILE
from handschlag.registration.rules.badges import Paper


class BadgesForm(forms.Form):
    who = forms.ChoiceField(
        label=_("Badges to print"),
        choices=[
            ("new", _("new badges, and badges that have changed since printing")),
            ("all", _("everyone attending")),
        ],
        initial="new",
        widget=forms.RadioSelect,
    )
    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[
            (Paper.A4.value, _("A4 sheet, four badges to cut out")),
            (Paper.A6.value, _("A6, one badge per sheet")),
            (Paper.A7.value, _("A7, one badge per sheet")),
            (Paper.ROLL.value, _("Label printer, 62 mm roll, 100 mm per badge, black only")),
        ],
        error_messages={"required": _("Choose the paper.")},
        widget=forms.RadioSelect,
        help_text=_("The next print starts with the same paper, also at reception."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("de", _("German")), ("en", _("English"))],
        initial="de",
        widget=forms.RadioSelect,
        help_text=_("Only the event name is different."),
    )
    # One person, from the list or the desk: then nothing else is asked.
    person = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        # One person's badge comes on the paper that was used last, without asking.
        self.fields["paper"].required = not (data and data.get("person"))


class BadgeDesignForm(forms.Form):
    colour = forms.CharField(
        label=_("Colour of the line"),
        required=False,
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter # and six digits, for example #0B5468."))],
        help_text=_("# and six digits, for example #0B5468. Empty: black."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    picture = forms.FileField(
        label=_("Logo"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "PNG, JPEG or WebP, up to 5 MB, for a white background. At most 640 by 320 pixels are kept."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    is_without_logo = forms.BooleanField(
        label=_("Print badges without the logo and delete its file"), required=False
    )

    def clean_picture(self) -> bytes:
        """The bytes, or none; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] | None = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1)) if sent else b""
