"""The form of a registration, and what it shows at first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import User
from handschlag.common.times import format_weekday, local, zone
from handschlag.design.fields import OneLine, TidyText, Words, speak_of_others
from handschlag.directory.models import Actor
from handschlag.events.meeting_grid import has_online_places
from handschlag.events.models import Event
from handschlag.events.programme.my_programme import SavedSessions
from handschlag.registration import models, registration_data
from handschlag.registration.models import ConsentPurpose, EventInvitation, Registration
from handschlag.registration.organisations import organisation_called, resembling
from handschlag.registration.places import categories_of
from handschlag.registration.questions import answer_field, field_of, initial_answer, questions_of, said_in
from handschlag.registration.registration_data import FIELDS as REGISTRATION_DATA_FIELDS
from handschlag.registration.registration_data import (
    MOMENTS,
    NEEDS_OF_OTHERS,
    PLAIN,
    SPOKEN_BY_OTHERS,
    RegistrationData,
    audience_of,
)
from handschlag.registration.sessions import Offer, danger_words, endangered, span


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from first to last, both included; none where the last comes before the first."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment; None for a time that the clock leaves out on this day. Of a time twice, the first."""
    local = datetime.combine(day, at, tzinfo=zone)
    back = local.astimezone(UTC).astimezone(zone)
    return local if back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


class Topic(StrEnum):
    """In the order in which they are asked."""

    CONTACT = "contact"
    TIMES = "times"
    SESSIONS = "sessions"
    NEEDS = "needs"
    SHARING = "sharing"


# The fields of `RegistrationData` that each is about.
FIELDS: Final[Mapping[Topic, tuple[str, ...]]] = {
    Topic.CONTACT: ("role", "place", "phone"),
    Topic.TIMES: ("arrives_at", "leaves_at", "has_lunch"),
    Topic.SESSIONS: ("wishes",),
    Topic.NEEDS: (
        "is_remote",
        "diet",
        "needs_step_free",
        "needs_quiet",
        "needs_interpreter",
        "needs",
        "speaks",
    ),
    Topic.SHARING: ("consents", "visibility"),
}
# How the fields of a form begin where several of them make one.
_BEGINNINGS: Final = {
    "wish_": "wishes",
    "arrives_": "arrives_at",
    "leaves_": "leaves_at",
    "consent_": "consents",
    "sees_": "visibility",
}


def said_by(field: str) -> str:
    """The field of `RegistrationData` that a field of a form belongs to.

    >>> said_by("wish_7"), said_by("leaves_day"), said_by("diet")
    ('wishes', 'leaves_at', 'diet')
    """
    return next((name for start, name in _BEGINNINGS.items() if field.startswith(start)), field)


def topic_of(field: str) -> Topic | None:
    """The topic of a field of a form; None for what says who comes.

    >>> topic_of("wish_7"), topic_of("email")
    (<Topic.SESSIONS: 'sessions'>, None)
    """
    return next((topic for topic, them in FIELDS.items() if said_by(field) in them), None)


def asked_topics(*, elsewhere: Collection[str], has_sessions: bool) -> Sequence[Topic]:
    """The topics with something left to ask; `elsewhere` names the fields that other pages ask for.

    >>> asked_topics(elsewhere={"wishes", "arrives_at", "leaves_at", "has_lunch"}, has_sessions=True)
    [<Topic.CONTACT: 'contact'>, <Topic.NEEDS: 'needs'>, <Topic.SHARING: 'sharing'>]
    """
    return [
        topic
        for topic, them in FIELDS.items()
        if not set(them) <= set(elsewhere) and (has_sessions or topic is not Topic.SESSIONS)
    ]


def topic_after(topic: Topic, among: Sequence[Topic]) -> Topic | None:
    """The one that comes next; None after the last."""
    rest = among[among.index(topic) + 1 :]
    return rest[0] if rest else None


_INCOMPLETE: Final = _("This email address is incomplete. It should look like name@example.org.")
EMAIL_FAULTS: Final = {"required": _("Enter your email address."), "invalid": _INCOMPLETE}


def _line(
    label: Any,
    longest: int,
    *,
    autocomplete: str = "",
    hint: Any = "",
    missing: Any = "",
    kind: str = "text",
) -> OneLine:
    """One line of text, with what a browser may fill in."""
    attrs = {"autocomplete": autocomplete} if autocomplete else {}
    widget = forms.TextInput(attrs={**attrs, "type": kind} if kind != "text" else attrs)
    field = OneLine(label=label, max_length=longest, required=bool(missing), help_text=hint, widget=widget)
    field.error_messages["required"] = missing
    return field


class PersonFields(forms.Form):
    """`topic` is a trap: people do not see it, and programs that fill in everything do."""

    name = _line(
        _("Your name"),
        120,
        autocomplete="name",
        missing=_("Enter your name."),
        hint=_("With title, as it should appear on the badge"),
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We send your confirmation and your personal link to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=EMAIL_FAULTS,
    )
    organisation = _line(
        _("Organisation"),
        200,
        missing=_("Enter the name of your organisation."),
        hint=_(
            "Start typing to see organisations in our directory. If yours is not listed, type it "
            "in full; the directory editors will add it."
        ),
    )
    which = forms.ChoiceField(
        label=_("Which organisation?"), required=False, widget=forms.RadioSelect, choices=()
    )
    role = _line(_("Your role"), 120, autocomplete="organization-title")
    place = _line(_("Place"), 100, autocomplete="address-level2")
    phone = _line(
        _("Telephone"),
        40,
        autocomplete="tel",
        kind="tel",
        hint=_("Only used on the day of the event if something changes"),
    )
    speaks = forms.MultipleChoiceField(
        label=_("Languages that you speak"),
        choices=registration_data.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    has_lunch = forms.BooleanField(label=_("I will be there for lunch."), required=False, initial=True)
    diet = _line(
        _("Dietary requirements"),
        200,
        hint=_("For example vegetarian, vegan or an allergy. Catering gets this without your name."),
    )
    needs_step_free = forms.BooleanField(label=_("I need step-free access."), required=False)
    needs_quiet = forms.BooleanField(label=_("I need a quiet place to talk."), required=False)
    needs_interpreter = forms.BooleanField(label=_("I need an interpreter."), required=False)
    needs = TidyText(
        label=_("Other requirements"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example sign language, a hearing loop, an assistant who comes along."),
    )
    topic = forms.CharField(required=False, max_length=200)


REGISTRATION: Final[Words] = {
    "name": (_("Name"), None),
    "email": (_("Email address"), _("The confirmation and the personal link are sent to this address.")),
    "organisation": (
        _("Organisation"),
        _(
            "Start typing to see organisations in our directory. If it is not listed, type it in full; "
            "the directory editors will add it."
        ),
    ),
    "role": (_("Role"), None),
    "speaks": (SPOKEN_BY_OTHERS, None),
    "diet": (
        _("Dietary requirements"),
        _("For example vegetarian, vegan or an allergy. Catering gets this without the name."),
    ),
    "has_lunch": (_("Will be there for lunch"), None),
    **NEEDS_OF_OTHERS,
    "sees_role": (_("Role"), None),
    "sees_speaks": (SPOKEN_BY_OTHERS, None),
}
_MISSING: Final = {
    "name": _("Enter a name."),
    "email": _("Enter an email address."),
    "organisation": _("Enter the name of the organisation."),
}


def speak_of_the_registered(form: forms.Form) -> None:
    """The form of a registration, with what is missing said in the same manner."""
    speak_of_others(form, REGISTRATION)
    for name, fault in _MISSING.items():
        form.fields[name].error_messages["required"] = fault


NIGHT_ENDS: Final = time(6)  # who leaves at one o'clock leaves in the night after the day


def language_of(code: str | None) -> str:
    """“de” for any kind of German and where no code is given, otherwise “en”."""
    return "de" if (code or "de").startswith("de") else "en"


def of_invitation(invitation: EventInvitation) -> dict[str, Any]:
    """What the form says at first; a listed organisation goes before the typed name of one."""
    name = invitation.actor.name if invitation.actor else invitation.organisation
    return {"name": invitation.name, "email": invitation.email, "organisation": name}


def of_account(user: User) -> dict[str, Any]:
    """What the form says at first for somebody signed in: name and address alone."""
    return {"name": user.name, "email": user.email}


def of_typed(typed: RegistrationData) -> dict[str, Any]:
    """What a colleague has typed about somebody."""
    category = str(typed.category_id or "")
    return {
        "name": typed.name,
        "email": typed.email,
        "organisation": typed.organisation,
        "category": category,
    }


def of_chosen(chosen: SavedSessions) -> dict[str, Any]:
    """What somebody put together before registering, as what they would like to hear."""
    return {f"wish_{pk}": "like" for pk in chosen.ids}


def of_registration(registration: Registration) -> dict[str, Any]:
    """Everything that the person said; six queries at most."""
    given: dict[str, Any] = {name: getattr(registration, name) for name in (*PLAIN, "language", "speaks")}
    given["organisation"] = registration.organisation_name
    given["category"] = str(registration.category_id or "")
    for name in ("arrives", "leaves"):
        given |= _of_moment(name, getattr(registration, f"{name}_at"))
    for field in REGISTRATION_DATA_FIELDS:
        given[f"sees_{field}"] = audience_of(field, registration.visibility).value
    for choice in registration.choices.all():
        given[f"wish_{choice.session_id}"] = choice.wish
    for answer in registration.answers.select_related("question"):
        given[field_of(answer.question)] = initial_answer(answer.question, answer.said)
    for consent in registration.consents.all():
        if consent.withdrawn_at is None:
            given[f"consent_{consent.purpose}"] = True
    return given


def _of_moment(name: str, at: datetime | None) -> dict[str, Any]:
    if at is None:
        return {}
    there = local(at)
    day = there.date()
    if name == "leaves" and there.time() < NIGHT_ENDS:
        day -= timedelta(days=1)
    return {f"{name}_day": day.isoformat(), f"{name}_time": there.time()}


AS_WRITTEN: Final = "as-written"
TIME: Final = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RegistrationForm(PersonFields):
    """Fields for the sessions that can be chosen, the days, the consents and who sees what come from outside.

    `actor` is the organisation that was chosen before. `is_for_others`: the organisers fill it in. What a
    form does not ask stays as `before` says it.
    """

    has_sessions = True

    def __init__(
        self,
        *args: Any,
        event: Event,
        offers: Mapping[int, Offer],
        actor: Actor | None = None,
        is_for_others: bool = False,
        has_terms: bool = False,
        before: RegistrationData | None = None,
        asks_category: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.event, self.offers, self.actor = event, offers, actor
        self.before = before or RegistrationData(name="", language=language_of(get_language()))
        self.days = days_between(event.first_day, event.last_day)
        self.found: tuple[Actor, ...] = ()
        if asks_category:
            self.add_category(is_for_others=is_for_others)
        self.add_times()
        self.add_presence()
        self.add_wishes()
        self.questions = questions_of(event.pk)
        self.add_questions(is_for_others=is_for_others)
        self.add_choices(is_for_others=is_for_others)
        if is_for_others:
            speak_of_the_registered(self)
        if has_terms:
            self.fields["terms"] = forms.BooleanField(
                label=_("I accept the terms of participation."),
                error_messages={"required": _("You must accept the terms to take part.")},
            )
        if self.is_bound:
            self.offer(resembling(str(self.data.get("organisation", ""))[:200]))

    def add_category(self, *, is_for_others: bool) -> None:
        """One of those that are open; organisers may give any, or none."""
        known = [one for one in categories_of(self.event.pk) if one.is_open or is_for_others]
        if known:
            none = [("", _("no category"))] if is_for_others else []
            self.fields["category"] = forms.ChoiceField(
                label=_("You take part as") if not is_for_others else _("Category"),
                choices=[*none, *((str(one.pk), one.name) for one in known)],
                required=not is_for_others,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )

    def add_times(self) -> None:
        named = [(day.isoformat(), format_weekday(day)) for day in self.days]
        for name, label in (("arrives", _("Time of arrival")), ("leaves", _("Time of departure"))):
            if len(self.days) > 1:
                day_label = _("Day of arrival") if name == "arrives" else _("Day of departure")
                self.fields[f"{name}_day"] = forms.ChoiceField(
                    label=day_label, choices=[("", _("same as the event")), *named], required=False
                )
            self.fields[f"{name}_time"] = forms.TimeField(label=label, required=False, widget=TIME)

    def add_presence(self) -> None:
        """Only where people can meet online."""
        if has_online_places(self.event.pk):
            self.fields["is_remote"] = forms.BooleanField(
                label=_("I take part online, not on site."),
                required=False,
                help_text=_("Your meetings then take place in online rooms."),
            )

    def add_wishes(self) -> None:
        for pk in self.offers:
            self.fields[f"wish_{pk}"] = forms.ChoiceField(
                choices=models.WISHES, required=False, widget=forms.RadioSelect
            )

    def add_questions(self, *, is_for_others: bool) -> None:
        """What the event asks beside; organisers may not know every answer."""
        for question in self.questions:
            is_required = question.is_required and not is_for_others
            self.fields[field_of(question)] = answer_field(question, is_required=is_required)

    def add_choices(self, *, is_for_others: bool) -> None:
        for name, label in registration_data.FACTS.items():
            self.fields[f"sees_{name}"] = forms.ChoiceField(
                label=str(label),
                choices=registration_data.AUDIENCES,
                initial=registration_data.DEFAULTS[name].value,
                required=False,
            )
        for purpose in registration_data.VERSIONS:
            label, hint = registration_data.CONSENTS[purpose]
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=str(label), help_text=str(hint), required=False
            )
        if is_for_others:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of emails"), choices=[("de", _("German")), ("en", _("English"))]
            )

    def offer(self, actors: Any) -> None:
        """The organisations that may be meant, and the words as they were typed."""
        self.found = tuple(actors)
        places = [(str(one.pk), f"{one.name}, {one.place}" if one.place else one.name) for one in self.found]
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = (
            [*places, (AS_WRITTEN, _("Another organisation, as I have typed it"))] if places else []
        )

    @property
    def is_unclear(self) -> bool:
        return "which" in self.errors or bool(self.data.get("which"))

    def clean_email(self) -> str:
        return normalised_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        self.choose_organisation()
        if "arrives_time" in self.fields:
            self.read_times()
        return self.cleaned_data

    def read_times(self) -> None:
        for name in ("arrives", "leaves"):
            self.cleaned_data[f"{name}_at"] = self.moment_of(name)
        arrives_at, leaves_at = self.cleaned_data["arrives_at"], self.cleaned_data["leaves_at"]
        if arrives_at and leaves_at and leaves_at <= arrives_at:
            self.add_error("leaves_time", _("The departure must be after the arrival."))

    def choose_organisation(self) -> None:
        """The one that was picked, or the only one that is called so; asked once where several are alike."""
        text, picked = self.cleaned_data.get("organisation", ""), self.cleaned_data.get("which", "")
        chosen = next((one for one in self.found if str(one.pk) == picked), None)
        if not text or picked == AS_WRITTEN or chosen is not None:
            self.actor = chosen
        elif not (self.actor is not None and self.actor.name == text):
            self.actor = organisation_called(text, self.found)
            if self.actor is None and self.found:
                self.add_error("which", _("Our directory has organisations with a similar name. Choose one."))

    def moment_of(self, name: str) -> datetime | None:
        at = self.cleaned_data.get(f"{name}_time")
        day = self.day_of(name)
        if day is None or at is None:
            if self.cleaned_data.get(f"{name}_day") and at is None and f"{name}_time" not in self.errors:
                self.add_error(f"{name}_time", _("Enter the time as well."))
            return None
        if name == "leaves" and at < NIGHT_ENDS:
            day += timedelta(days=1)  # the night that follows
        found = moment(day, at, zone())
        if found is None:
            self.add_error(
                f"{name}_time",
                _("This time does not exist because the clocks go forward. Enter another time."),
            )
        return found

    def day_of(self, name: str) -> date | None:
        if len(self.days) == 1:
            return self.days[0]
        chosen = self.cleaned_data.get(f"{name}_day")
        if chosen:
            return date.fromisoformat(chosen)
        return self.days[0] if name == "arrives" else self.days[-1]

    def facts(self) -> RegistrationData:
        """What was said, on top of what was known `before`; only for a form that is valid."""
        given, before = self.cleaned_data, self.before
        said = {name: given[name] for name in (*PLAIN, *MOMENTS) if name in given}
        if "organisation" in given:
            said["actor_id"] = self.actor.pk if self.actor else None
            said["organisation"] = self.actor.name if self.actor else given["organisation"]
        if "speaks" in given:
            said["speaks"] = tuple(given["speaks"])
        if self.has_sessions:
            said["wishes"] = {pk: given[f"wish_{pk}"] for pk in self.offers if given[f"wish_{pk}"]}
        if "category" in given:
            said["category_id"] = int(given["category"]) if given["category"] else None
        said["answers"] = {
            **before.answers,
            **{one.pk: said_in(given[field_of(one)]) for one in self.questions if field_of(one) in given},
        }
        seen = {name: given[f"sees_{name}"] for name in registration_data.FIELDS if f"sees_{name}" in given}
        return replace(
            before,
            **said,
            language=given.get("language") or before.language,
            visibility={
                **before.visibility,
                **{name: chosen or registration_data.DEFAULTS[name].value for name, chosen in seen.items()},
            },
            consents=frozenset(
                purpose
                for purpose in registration_data.VERSIONS
                if given.get(f"consent_{purpose}", purpose in before.consents)
            ),
            has_accepted_terms=bool(given.get("terms", before.has_accepted_terms)),
        )


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
            label, hint = registration_data.CONSENTS[ConsentPurpose.MATCHING]
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


def endangered_words(facts: RegistrationData, offers: Mapping[int, Offer]) -> tuple[str, ...]:
    """One line for each, with why."""
    slots = [offers[pk].slot(wish) for pk, wish in facts.wishes.items() if pk in offers]
    found = endangered(slots, arrives_at=facts.arrives_at, leaves_at=facts.leaves_at)
    return tuple(
        f"{span(offers[one.id])} {offers[one.id].title}: {danger_words(one.danger)}" for one in found
    )
