"""The same form in pieces: what an invited person says at once, and each topic afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.registration import labels
from handschlag.registration.forms.registering import RegistrationForm
from handschlag.registration.models import ConsentPurpose
from handschlag.registration.rules.topics import Topic, said_by, topic_of

_YES: Final = "yes"
_LIST: Final = f"consent_{ConsentPurpose.PARTICIPANTS_LIST}"
_MATCHING: Final = f"consent_{ConsentPurpose.MATCHING}"


class _PartialForm(RegistrationForm):
    """Only some of the fields."""

    def keep(self, is_kept: Callable[[str], bool]) -> None:
        self.fields = {name: field for name, field in self.fields.items() if is_kept(name)}
        self.has_sessions = any(topic_of(name) is Topic.SESSIONS for name in self.fields)


class InvitedForm(_PartialForm):
    """Three facts to confirm and two questions; the organisers know the rest, or it is asked afterwards.

    `asks_matching`: the event offers meetings, so the person says yes or no to them.
    """

    def __init__(self, *args: Any, asks_matching: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keep(lambda name: topic_of(name) is None or name == _LIST)
        for name in ("name", "email", "organisation"):
            self.fields[name].help_text = ""
        if asks_matching:
            label, hint = labels.CONSENTS[ConsentPurpose.MATCHING]
            self.fields[_MATCHING] = forms.TypedChoiceField(
                label=str(label),
                help_text=str(hint),
                choices=[(_YES, _("Yes")), ("no", _("No"))],
                coerce=lambda answer: answer == _YES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose yes or no.")},
            )
        self.order_fields(("name", "email", "organisation", "which", _MATCHING, _LIST))


class NamedForm(InvitedForm):
    """The same for somebody whom a colleague has named: the address has been proven by the link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].disabled = True


class TopicForm(_PartialForm):
    """What one topic asks; `elsewhere` names what other pages ask this person for."""

    def __init__(self, *args: Any, topic: Topic, elsewhere: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.keep(lambda name: topic_of(name) is topic and said_by(name) not in elsewhere)
