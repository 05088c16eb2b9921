"""News and success stories."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.models import Actor, StoryKind
from handschlag.directory.rules.contents import StoryContent

KINDS = (
    (StoryKind.NEWS.value, _("News")),
    (StoryKind.SUCCESS.value, _("Success story")),
)


class StoryForm(SectionForm):
    facts: ClassVar = ("kind", "day", "title_de", "title_en", "text_de", "text_en", "actors")
    content: StoryContent
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title_de = OneLine(label=_("Title in German"), max_length=200)
    text_de = TidyText(label=_("Text in German"))
    title_en = OneLine(label=_("Title in English"), max_length=200, required=False)
    text_en = TidyText(label=_("Text in English"), required=False)
    actors = forms.TypedMultipleChoiceField(
        label=_("Participants"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members of the network; the news item then also appears on their pages."),
    )

    def __init__(self, *args: Any, network_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        members = Actor.objects.filter(memberships__network_id=network_id, merged_into=None)
        named = Actor.objects.filter(pk__in=self.content.actors)
        offered = (members | named).distinct().order_by("name").values_list("pk", "name")
        self.fields["actors"].choices = list(offered[:300])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("text_en") and not self.cleaned_data.get("title_en"):
            self.add_error("title_en", _("An English text needs an English title."))
        return self.cleaned_data

    def clean_actors(self) -> tuple[int, ...]:
        return tuple(sorted(self.cleaned_data["actors"]))
