"""The invitation and the profile: three offers, three needs, and what the engine understood of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.forms import BoundField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.models import subject_of
from handschlag.common.language import is_english, pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_moment_near
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import OneLine, Words, speak_of_others
from handschlag.matching import joining, leaving, phases, recommendation_lists
from handschlag.matching.access import GET_OR_POST, UNFIT
from handschlag.matching.engine.vocabulary import Term, called, strict_demand, term, terms, understood
from handschlag.matching.kinds import KIND_LABELS, kind_read
from handschlag.matching.models import Direction, Participant, Service
from handschlag.matching.participant_pages import by_link, for_participants, shell_of, steps_of
from handschlag.matching.people import (
    Hours,
    Source,
    count_participants,
    has_consent,
    known_of,
    needs_of_others,
)
from handschlag.matching.phases import open_service, phase_of
from handschlag.matching.profile_data import (
    EACH,
    LONGEST,
    NOBODY,
    PARTICIPANTS,
    SEEN,
    FieldKind,
    Profile,
    ProfileColumns,
    ProfileField,
    ProposedStatement,
    RegistrationExtras,
    StatementData,
    asked_fields,
    drafted_statements,
    is_seen,
    proposed_statements,
)
from handschlag.matching.times import hours_of
from handschlag.registration import registration_data
from handschlag.registration.access import frame_of
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.registration_data import NEEDS_OF_OTHERS, SPOKEN_BY_OTHERS


class _NamedTopics(forms.MultipleChoiceField):
    """Topics of a text; those that a changed text no longer names are let go."""

    def clean(self, value: Any) -> list[str]:
        return [code for code in self.to_python(value) if self.valid_value(code)]


_LINE: Final = {"rows": 1, "autocomplete": "off", "enterkeyhint": "next", "class": "hs-people__text"}
AUDIENCES: Final = ((PARTICIPANTS, _("participants in matchmaking")), (NOBODY, _("organisers only")))


def _field_for(asked: ProfileField) -> forms.Field:
    """The form's field for what the profile declares."""
    texts: dict[str, Any] = {"label": _(asked.label), "help_text": _(asked.hint) if asked.hint else ""}
    match asked.kind:
        case FieldKind.LINE:
            return OneLine(max_length=asked.most, required=False, **texts)
        case FieldKind.NUMBER:
            return forms.IntegerField(min_value=asked.least, max_value=asked.most, required=False, **texts)
        case FieldKind.YES:
            return forms.BooleanField(required=False, **texts)
        case FieldKind.LANGUAGES:
            tick = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(
                choices=registration_data.LANGUAGES, required=False, widget=tick, **texts
            )


class ProfileForm(forms.Form):
    """`language` is that of the words, as the page is read."""

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language
        for name, asked in asked_fields(ProfileColumns, RegistrationExtras).items():
            self.fields[name] = _field_for(asked)
        for direction in Direction.values:
            for place in range(1, EACH + 1):
                self.add_statement(direction, place)
        for name, label in SEEN.items():
            self.fields[f"sees_{name}"] = forms.ChoiceField(
                label=_(label), choices=AUDIENCES, initial=PARTICIPANTS, required=False
            )

    def add_statement(self, direction: str, place: int) -> None:
        label = _("Offer %(n)s") if direction == Direction.OFFER else _("Looking for (%(n)s)")
        self.fields[f"{direction}_{place}"] = OneLine(
            label=str(label) % {"n": place},
            max_length=LONGEST,
            required=place == 1,
            error_messages={"required": _("Enter at least one item.")},
            widget=forms.Textarea(attrs=_LINE),
        )
        self._add_what_is_read(direction, place)
        self.fields[f"{direction}_{place}_term"] = OneLine(
            label=_("Add a topic from our list"),
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs={"list": "vocabulary", "autocomplete": "off"}),
        )

    def _add_what_is_read(self, direction: str, place: int) -> None:
        """The kind and the topics of the text as it stands in the form now."""
        name = f"{direction}_{place}"
        said = str((self.data if self.is_bound else self.initial).get(name) or "")
        kinds = KIND_LABELS[direction]
        read = kind_read(said, direction)
        unstated = _("Recognised: %(kind)s") % {"kind": _(kinds[read])} if read else _("Please choose")
        self.fields[f"{name}_kind"] = forms.ChoiceField(
            label=_("What you offer is") if direction == Direction.OFFER else _("You are looking for"),
            choices=[("", unstated), *((one.value, _(label)) for one, label in kinds.items())],
            required=False,
        )
        found = understood(said, self.language)
        if found:
            self.fields[f"{name}_not"] = _NamedTopics(
                label=_("Topics we recognised. Tick what does not fit"),
                choices=[(one.code, _label_in(self.language, one)) for one in found],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for direction in Direction.values:
            for place in range(1, EACH + 1):
                name = f"{direction}_{place}_term"
                if given.get(name) and called(given[name]) is None:
                    self.add_error(name, _("This keyword is not on our list. Choose one of the suggestions."))
        least, most = given.get("least"), given.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The maximum must not be lower than the minimum."))
        return given

    def statements(self) -> tuple[StatementData, ...]:
        """In their order; those that are empty are left out."""
        lines = [(direction, place) for direction in Direction.values for place in range(1, EACH + 1)]
        return tuple(self._statement(*line) for line in lines if self._given_in(*line))

    def _statement(self, direction: str, place: int) -> StatementData:
        stated = called(self._given_in(direction, place, "_term"))
        return StatementData(
            direction=direction,
            text=self._given_in(direction, place),
            language=self.language,
            concepts=(stated.code,) if stated else (),
            not_meant=tuple(self._given_in(direction, place, "_not")),
            kind=self._given_in(direction, place, "_kind"),
        )

    def _given_in(self, direction: str, place: int, part: str = "") -> Any:
        return self.cleaned_data.get(f"{direction}_{place}{part}") or ""

    def profile(self) -> Profile:
        """Everything as one value; only for a form that is valid."""
        given = self.cleaned_data
        return Profile(
            **self._given(ProfileColumns),
            statements=self.statements(),
            visibility={name: given[f"sees_{name}"] or PARTICIPANTS for name in SEEN},
            about=RegistrationExtras(**self._given(RegistrationExtras)),
        )

    def _given(self, part: type[ProfileColumns | RegistrationExtras]) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in asked_fields(part)}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def with_taken(form: ProfileForm, chosen: Iterable[tuple[str, str]]) -> ProfileForm:
    """What was sent, unjudged, with these sentences of a direction each on the lines that are still blank."""
    given = {name: form[name].value() for name in form.fields}
    for direction, text in chosen:
        names = (f"{direction}_{place}" for place in range(1, EACH + 1))
        blank = next((name for name in names if not (given[name] or "").strip()), None)
        if blank:
            given[blank] = text
    return ProfileForm(initial=given, language=form.language)


def initial_of(participant: Participant, *, is_english: bool) -> dict[str, Any]:
    """What was said before."""
    registration = participant.registration
    given = {name: getattr(registration, name) for name in asked_fields(RegistrationExtras)}
    given["speaks"] = given["speaks"] or [registration.language]
    given |= {name: getattr(participant, name) for name in asked_fields(ProfileColumns)}
    for name in SEEN:
        chosen = participant.visibility.get(name, PARTICIPANTS)
        is_open = is_seen(name, registered=registration.visibility, profile=participant.visibility)
        given[f"sees_{name}"] = chosen if is_open else NOBODY
    places = dict.fromkeys(Direction.values, 0)
    for one in participant.statements.all() or drafted_statements(registration):
        places[one.direction] += 1
        key = f"{one.direction}_{places[one.direction]}"
        stated = term(one.concepts[0]) if one.concepts else None
        label = _label_in("en" if is_english else "de", stated) if stated else ""
        given[key] = one.text or label
        given[f"{key}_term"] = label
        given[f"{key}_not"] = one.not_meant
        given[f"{key}_kind"] = "" if one.kind == kind_read(one.text, one.direction) else one.kind
    return given


def _label_in(language: str, topic: Term) -> str:
    return topic.label_en if language == "en" else topic.label_de


_GOAL: Final = _("Goal")
_WORDS: Final[Words] = {
    "goal": (_GOAL, None),
    "speaks": (SPOKEN_BY_OTHERS, None),
    **NEEDS_OF_OTHERS,
    "most_breaks": (
        _("Maximum number of waiting times"),
        _("How often the person may have to wait between two meetings. Empty: no preference."),
    ),
    "sees_role": (_("Role"), None),
    "sees_speaks": (SPOKEN_BY_OTHERS, None),
    "sees_goal": (_GOAL, None),
}
_KIND: Final = {Direction.OFFER: _("Kind of offer"), Direction.NEED: _("What exactly is needed")}


def speak_of_the_participant(form: forms.Form) -> None:
    """Labels and hints speak of the person."""
    kinds: Words = {
        f"{direction}_{place}_kind": (label, None)
        for direction, label in _KIND.items()
        for place in range(1, EACH + 1)
    }
    speak_of_others(form, {**_WORDS, **kinds})


def profile_screen(form: Form, proposed: Sequence[ProposedStatement]) -> dict[str, Any]:
    """The fields of the profile in their groups, and the words that the vocabulary offers."""
    return {
        "proposed": _still_proposed(form, proposed),
        "offers": _lines_of(form, Direction.OFFER),
        "needs": _lines_of(form, Direction.NEED),
        "goals": _bound(form, ProfileColumns, FieldKind.LINE),
        "about": _bound(form, RegistrationExtras, *FieldKind),
        "counts": _bound(form, ProfileColumns, FieldKind.NUMBER),
        "sees": tuple(form[f"sees_{name}"] for name in SEEN),
        "is_more_open": any(
            form[name].errors for name in (*asked_fields(RegistrationExtras), *asked_fields(ProfileColumns))
        ),
        "vocabulary": tuple(pick(one.label_de, one.label_en) for one in terms()),
    }


def _still_proposed(form: Form, proposed: Sequence[ProposedStatement]) -> tuple[ProposedStatement, ...]:
    """Those for which there is room, and which do not stand in the form yet."""
    names = {way: [f"{way}_{place}" for place in range(1, EACH + 1)] for way in Direction.values}
    said = {way: [str(form[name].value() or "") for name in several] for way, several in names.items()}
    return tuple(one for one in proposed if "" in said[one.direction] and one.text not in said[one.direction])


def _bound(
    form: Form, part: type[ProfileColumns | RegistrationExtras], *kinds: FieldKind
) -> tuple[BoundField, ...]:
    return tuple(form[name] for name, field in asked_fields(part).items() if field.kind in kinds)


def _lines_of(form: Form, direction: str) -> tuple[dict[str, Any], ...]:
    return tuple(line_of(form, f"{direction}_{place}") for place in range(1, EACH + 1))


def line_of(form: Form, name: str) -> dict[str, Any]:
    """One offer or need: its words, what was understood of them, and how to correct that."""
    text, term = form[name], form[f"{name}_term"]
    return {
        "name": name,
        "text": text,
        "term": term,
        "kind": form[f"{name}_kind"],
        "topics": form[f"{name}_not"] if f"{name}_not" in form.fields else None,
        "has_own_topic": called(str(term.value() or "")) is not None,
        "is_blank": not text.value(),
    }


def saved_words(hours: Hours) -> str:
    """What was saved, and whether more is agreed than wished."""
    words = [gettext("Your profile is saved.")]
    if hours.most is not None and hours.agreed > hours.most:
        words.append(
            gettext(
                "You have %(agreed)s confirmed meetings, more than your maximum of %(most)s. They stay as "
                "they are; there will be no new ones."
            )
            % {"agreed": hours.agreed, "most": hours.most}
        )
    return " ".join(words)


def language_now() -> str:
    """`en` on English pages, `de` on all others."""
    return "en" if is_english() else "de"


def invitation_screen(
    registration: Registration,
    service: Service,
    participant: Participant | None,
    *,
    token: str,
    now: datetime,
) -> dict[str, Any]:
    """The invitation to matchmaking; `participant` is None for who has not joined yet."""
    title, grounds = _answer_of(registration, service)
    return {
        "shell": (
            shell_of(participant, token, current=None, now=now)
            if participant
            else frame_of(service.event, token, name=registration.name)
        ),
        "title": title,
        "grounds": grounds,
        "dates": _dates_of(service, now=now),
        "has_consent": has_consent(registration),
        "drafted": drafted_statements(registration),
        "why_not": _why_not(registration, service, now=now),
    }


def _answer_of(registration: Registration, service: Service) -> tuple[str, str]:
    """The title that answers, and what it was counted from."""
    known = known_of(registration)
    found = strict_demand(known, needs_of_others(service, registration)).seekers
    number = count_participants(service)
    if not found:
        line = ngettext(
            "%(count)s person has joined so far.", "%(count)s people have joined so far.", number
        ) % {"count": number}
        if known.source is Source.NOTHING:
            more = gettext("Once you say what you offer, we count how many people are looking for it.")
        else:
            more = gettext(
                "Nobody is looking for what you offer yet. Others see your offers as soon as you join."
            )
        return gettext("Meet the right people"), f"{line} {more}"
    title = ngettext(
        "%(count)s person is looking for what you offer",
        "%(count)s people are looking for what you offer",
        found,
    ) % {"count": found}
    grounds = (
        gettext("Based on what you offer and on what the %(count)s participants are looking for.")
        if known.source is Source.OFFERS
        else gettext(
            "Based on your organisation’s entry in the directory and on what the %(count)s "
            "participants are looking for."
        )
    )
    return title, grounds % {"count": number}


def _dates_of(service: Service, *, now: datetime) -> list[tuple[str, str, bool]]:
    rows = (
        (gettext("Profiles from"), service.profiles_from),
        (gettext("Wishes from"), service.wishes_from),
        (gettext("Wishes and answers until"), service.answers_until),
        (gettext("Times are fixed on"), service.fixed_at),
    )
    return [(label, format_moment_near(at, now=now), at <= now) for label, at in rows]


def _why_not(registration: Registration, service: Service, *, now: datetime) -> str:
    if registration.state != RegistrationState.CONFIRMED:
        return gettext("Your place is not confirmed yet. Once it is, you can join here.")
    phase = phase_of(service, now)
    if phase is phases.Phase.BEFORE:
        return gettext("It starts on %(day)s. Your link stays the same.") % {
            "day": format_moment_near(service.profiles_from, now=now)
        }
    return "" if phases.may_describe(phase) else gettext("The event is over.")


@require_http_methods(GET_OR_POST)
@by_link
def invitation_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What it is about, before any form; the button joins."""
    fault = ""
    if request.method == "POST":
        is_confirmed = "confirm" in request.POST
        begin = joining.confirm if is_confirmed else joining.join
        try:
            begin(
                registration_id=registration.pk,
                agrees=bool(request.POST.get("agrees")),
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
            )
            return redirect(f"matching:{'recommended' if is_confirmed else 'profile'}", token=token)
        except Refusal as no:
            fault = refusal_message(no.reason)
    service = open_service(registration.event_id)
    if service is None:
        raise Http404
    rows = Participant.objects.select_related("service__event", "registration")
    participant = rows.filter(registration=registration).first()
    if participant is None and not fault:
        by, now = subject_of(request.user), timezone.now()
        if joining.join_agreed(registration=registration, by=by, now=now):
            return redirect("matching:profile", token=token)
    if participant is not None and participant.left_at is not None:
        participant = None
    screen = invitation_screen(registration, service, participant, token=token, now=timezone.now())
    context = {
        "screen": screen,
        "shell": screen["shell"],
        "fault": fault,
        "token": token,
        "participant": participant,
    }
    return render(request, "matching/people/invitation.html", context, status=UNFIT if fault else 200)


@require_POST
@for_participants
def leave_matching(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Ends taking part, and with it agreed meetings, then leads to the invitation."""
    leaving.leave(
        participant_id=participant.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    return redirect("matching:invitation", token=token)


@require_http_methods(GET_OR_POST)
@for_participants
def profile_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Three offers, three needs; `look` shows what is understood, `take` what was proposed; neither saves."""
    language = language_now()
    proposed = proposed_statements(participant)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(participant, is_english=language == "en"),
        language=language,
    )
    is_taken = "take" in request.POST
    if is_taken:
        ticked = request.POST.getlist("proposal")
        form = with_taken(form, ((one.direction, one.text) for one in proposed if one.key in ticked))
    fault = ""
    is_look = "look" in request.POST
    if form.is_bound and form.is_valid() and not is_look:
        fault = _saved(request, participant, form)
        if not fault:
            return _led_on(request, participant, token)
    screen = profile_screen(form, proposed)
    context = {
        "screen": screen,
        "shell": shell_of(participant, token, current=None, now=timezone.now()),
        "steps": steps_of(participant, token, current="profile"),
        "token": token,
        "form": form,
        "fault": fault,
        "is_taken": is_taken,
        "me": participant,
        "is_drafted": bool(drafted_statements(participant.registration)),
    }
    status = UNFIT if form.is_bound and not (is_look and form.is_valid()) else 200
    return render(request, "matching/people/profile.html", context, status=status)


@require_POST
@for_participants
def understood_part(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """What is understood of one line of the profile as it is typed; saves nothing."""
    form = ProfileForm(request.POST, language=language_now())
    name = request.GET.get("line", "")
    if name not in {f"{way}_{place}" for way in Direction.values for place in range(1, EACH + 1)}:
        raise Http404
    return render(request, "matching/people/understood.html", {"line": line_of(form, name)})


def _led_on(request: HttpRequest, before: Participant, token: str) -> HttpResponse:
    """To the people; times are those of the registration until somebody changes them."""
    hours = hours_of(before.service, [before.pk])[before.pk]
    messages.success(request, saved_words(hours))
    return redirect("matching:recommended", token=token)


def _saved(request: HttpRequest, participant: Participant, form: ProfileForm) -> str:
    """Nothing, or why not, in words. Where that does not take long, the recommendations are there as well."""
    now = timezone.now()
    try:
        after = joining.describe(
            participant_id=participant.pk,
            seen=number_in(request.POST, "seen"),
            profile=form.profile(),
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
    except Refusal as no:
        return refusal_message(no.reason)
    recommendation_lists.make_sure(participant=after, now=now)
    return ""
