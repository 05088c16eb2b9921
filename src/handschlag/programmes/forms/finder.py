"""The six questions of the finder."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.programmes.rules import finder
from handschlag.programmes.rules.tables import Question, finder_questions


class FinderForm(forms.Form):
    """Each question has one answer; answers that cannot be true together are said beside the last one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in finder_questions():
            self.fields[one.question.value] = forms.ChoiceField(
                label=pick(one.words.de, one.words.en),
                help_text=pick(one.hint.de, one.hint.en),
                choices=[(answer, pick(words.de, words.en)) for answer, words in one.answers.items()],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("This question is still open. Please choose an answer."),
                    "invalid_choice": _("This answer is not available. Choose one of the following."),
                },
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        answers = {question: given[question.value] for question in Question if question.value in given}
        if len(answers) == len(Question) and (clash := finder.clash_in(answers)):
            self.add_error(Question.SIZE.value, pick(clash.de, clash.en))
        return given
