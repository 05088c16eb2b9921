"""Editors keep the funding calls: drafts, one call, publish, withdraw, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import is_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.models import AuditEntry
from handschlag.common.names import free_slug, slug_of
from handschlag.common.refusals import Refusal
from handschlag.common.times import local
from handschlag.common.web import number_in, page_number, refusal_message
from handschlag.design.fields import OneLine, TidyText, WebAddress
from handschlag.programmes import funding_calls
from handschlag.programmes.fit import Question, finder_questions
from handschlag.programmes.funding_calls import (
    KIND,
    UNTOLD,
    CallFault,
    _answers,
    call_row,
    calls_list,
    field_words,
)
from handschlag.programmes.models import CALL_LANGUAGES, CallFeed, Fact, FundingCall, Programme, shown_facts

ENDS_SOON: Final = timedelta(days=90)
LOOK_BACK: Final = timedelta(days=365)


class DeskFilter(StrEnum):
    """Which calls are wanted."""

    ALL = ""
    DRAFT = "draft"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


def desk_calls(state: DeskFilter) -> QuerySet[FundingCall]:
    """The calls that an editor wants to see, drafts first, then the latest deadline."""
    found = FundingCall.objects.select_related("programme", "feed")
    if state is DeskFilter.DRAFT:
        found = found.filter(published_at=None)
    elif state is DeskFilter.PUBLIC:
        found = found.filter(published_at__isnull=False, withdrawn_at=None)
    elif state is DeskFilter.WITHDRAWN:
        found = found.filter(withdrawn_at__isnull=False)
    return found.order_by(
        F("published_at").asc(nulls_first=True), F("closes_at").desc(nulls_first=True), "pk"
    )


def call_for_editors(pk: int) -> FundingCall | None:
    """The call, public or not; none where there is no such key."""
    return FundingCall.objects.select_related("programme", "feed").filter(pk=pk).first()


def last_edit(call: FundingCall) -> AuditEntry | None:
    """What was done to it last, if that is an edit of more than what the audit trail must not keep."""
    entries = AuditEntry.objects.filter(kind=KIND, object_id=str(call.pk))
    last = entries.select_related("by").order_by("-pk").first()
    is_undoable = last is not None and last.verb == "funding_call.edited" and last.changes.keys() - UNTOLD
    return last if is_undoable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _ToDo:
    """What editors should look at."""

    drafts: int
    without_successor: Sequence[FundingCall]
    ending: Sequence[Programme | Fact]


def to_do(*, now: datetime, today: date) -> _ToDo:
    """Drafts, calls that closed and have no successor, programmes and facts that end within 90 days."""
    public = FundingCall.objects.filter(published_at__isnull=False, withdrawn_at=None, is_demo=False)
    later = public.filter(closes_at__gt=now, programme__isnull=False).values("programme")
    closed = public.filter(closes_at__lte=now, closes_at__gt=now - LOOK_BACK, programme__isnull=False)
    soon = {"valid_until__gte": today, "valid_until__lte": today + ENDS_SOON}
    return _ToDo(
        drafts=FundingCall.objects.filter(published_at=None, withdrawn_at=None).count(),
        without_successor=list(
            closed.exclude(programme__in=later).select_related("programme").order_by("-closes_at")[:20]
        ),
        ending=[
            *Programme.objects.filter(**soon).order_by("valid_until", "pk"),
            *shown_facts().filter(**soon).select_related("programme").order_by("valid_until", "pk"),
        ],
    )


def feeds_of_calls() -> list[CallFeed]:
    """All feeds, with how many of their entries arrived."""
    return list(CallFeed.objects.select_related("programme").annotate(arrived=Count("calls")))


MOMENTS: Final = frozenset({"opens_at", "closes_at", "second_closes_at"})
LONGEST_SLUG: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContent:
    """What an editor writes down."""

    programme_id: int | None = None
    programme_name_de: str = ""
    programme_name_en: str = ""
    funder_de: str = ""
    funder_en: str = ""
    title_de: str
    title_en: str = ""
    text_de: str = ""
    text_en: str = ""
    applicants_de: str = ""
    applicants_en: str = ""
    conditions: Mapping[str, list[str]] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    second_closes_at: datetime | None = None
    amount_de: str = ""
    amount_en: str = ""
    contact: str = ""
    language: str = ""
    source_title: str = ""
    source_url: str = ""
    read_on: date | None = None


@transaction.atomic
def add_call(
    *, content: CallContent, by: Subject, now: datetime, today: date, is_demo: bool = False
) -> FundingCall:
    """The call is a draft that only editors see."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd(content, today=today)
    call = with_free_slug(
        content.title_de,
        lambda slug: FundingCall.objects.create(
            slug=slug, created_at=now, changed_at=now, is_demo=is_demo, **asdict(content)
        ),
    )
    _told("funding_call.added", call, by=by, now=now)
    return call


@transaction.atomic
def edit_call(
    *, call_id: int, version: int, content: CallContent, by: Subject, now: datetime, today: date
) -> FundingCall:
    """The call says what the editor wrote; a published one has to stay complete."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd(content, today=today)
    call = _held(call_id, version)
    _write(call, asdict(content), verb="funding_call.edited", by=by, now=now)
    return call


@transaction.atomic
def publish_call(*, call_id: int, version: int, by: Subject, now: datetime) -> FundingCall:
    """The call is public, until it is withdrawn; one that was withdrawn comes back as a new one."""
    require(by, Action.EDIT_PROGRAMME)
    call = _held(call_id, version)
    if not _is_complete(call):
        raise Refusal(CallFault.INCOMPLETE)
    first = now if call.withdrawn_at else call.published_at or now
    return _put(call, verb="funding_call.published", by=by, now=now, published_at=first, withdrawn_at=None)


@transaction.atomic
def withdraw_call(*, call_id: int, version: int, by: Subject, now: datetime) -> FundingCall:
    """The call is on no page any more; it can be published again."""
    require(by, Action.EDIT_PROGRAMME)
    call = _held(call_id, version)
    return _put(call, verb="funding_call.withdrawn", by=by, now=now, withdrawn_at=now)


@transaction.atomic
def undo_call(*, call_id: int, version: int, by: Subject, now: datetime) -> FundingCall:
    """The call says what it said before its last edit; its contact stays as it is."""
    require(by, Action.EDIT_PROGRAMME)
    call = _held(call_id, version)
    last = last_edit(call)
    if last is None:
        raise Refusal(CallFault.NOTHING_TO_UNDO)
    before = {name: _read(name, pair[0]) for name, pair in last.changes.items() if name not in UNTOLD}
    _write(call, before, verb="funding_call.undone", by=by, now=now)
    return call


def _held(call_id: int, version: int) -> FundingCall:
    """The row, locked, as long as nobody has changed it since it was shown."""
    call = FundingCall.objects.select_for_update().filter(pk=call_id, version=version).first()
    if call is None:
        raise Refusal(CallFault.CHANGED_SINCE)
    return call


def _refuse_odd(content: CallContent, *, today: date) -> None:
    odd = funding_calls.fault_of_times(content.opens_at, content.closes_at, content.second_closes_at)
    if odd:
        raise Refusal(odd[1], field=odd[0])
    if content.read_on and content.read_on > today:
        raise Refusal(CallFault.READ_TOMORROW, field="read_on")


def _is_complete(call: FundingCall) -> bool:
    has_giver = call.programme_id or call.programme_name_de or call.funder_de
    said = (call.title_de, call.title_en, call.closes_at, call.source_url, call.source_title, call.read_on)
    return bool(has_giver and all(said))


def _write(call: FundingCall, values: Mapping[str, Any], *, verb: str, by: Subject, now: datetime) -> None:
    """Nothing happens where nothing is different; what was published stays complete."""
    changes = {name: (getattr(call, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(call, name, after)
    if call.published_at is not None and not _is_complete(call):
        raise Refusal(CallFault.INCOMPLETE)
    call.version += 1
    call.changed_at = now
    call.save(update_fields=[*changes, "version", "changed_at"])
    _told(verb, call, by=by, now=now, changes=changes)


def _put(
    call: FundingCall, *, verb: str, by: Subject, now: datetime, **values: datetime | None
) -> FundingCall:
    for name, value in values.items():
        setattr(call, name, value)
    call.version += 1
    call.changed_at = now
    call.save(update_fields=[*values, "version", "changed_at"])
    _told(verb, call, by=by, now=now)
    return call


def _told(
    verb: str,
    call: FundingCall,
    *,
    by: Subject,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    plain = {
        name: ["", ""] if name in UNTOLD else [_plain(one) for one in pair]
        for name, pair in (changes or {}).items()
    }
    said = plain or {"title": [None, call.title_de]}
    audit.record(verb=verb, target=call, by_id=by.user_id, now=now, changes=said)


def _plain(value: Any) -> Any:
    """Days and moments as the audit trail keeps them."""
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if name in MOMENTS and value:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name == "read_on" and value else value


def with_free_slug[Made](title: str, create: Callable[[str], Made]) -> Made:
    """What is made under a slug that nobody has; tried once more where somebody takes it meanwhile."""
    try:
        with transaction.atomic():
            return create(_free_slug(title))
    except IntegrityError:
        return create(_free_slug(title))


def _free_slug(title: str) -> str:
    taken = FundingCall.objects.filter(slug__startswith=slug_of(title, longest=LONGEST_SLUG - 6))
    return free_slug(title, set(taken.values_list("slug", flat=True)), longest=LONGEST_SLUG)


LONGEST_TEXT: Final = 4000


def _line(label: Any, longest: int, *, language: str = "", required: bool = False, hint: Any = "") -> OneLine:
    widget = forms.TextInput(attrs={"lang": language} if language else {})
    return OneLine(label=label, max_length=longest, required=required, help_text=hint, widget=widget)


def _prose(label: Any, language: str) -> TidyText:
    widget = forms.Textarea(attrs={"rows": 8, "lang": language})
    return TidyText(label=label, max_length=LONGEST_TEXT, required=False, widget=widget)


class _Moment(forms.DateTimeField):
    """Day and time on the clocks of Germany; hours that do not exist or come twice are refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return local(value) if isinstance(value, datetime) and is_aware(value) else value


class DeskCallsFilter(forms.Form):
    """Which calls an editor sees."""

    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=(
            (DeskFilter.ALL.value, _("all")),
            (DeskFilter.DRAFT.value, _("drafts")),
            (DeskFilter.PUBLIC.value, _("published")),
            (DeskFilter.WITHDRAWN.value, _("withdrawn")),
        ),
    )


class FundingCallForm(forms.Form):
    """One call. Only the title is needed for a draft."""

    title_de = _line(_("Title, German"), 200, language="de", required=True)
    title_en = _line(_("Title, English"), 200, language="en")
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False, empty_label=_("another one")
    )
    programme_name_de = _line(
        _("Name of another programme, German"), 160, hint=_("If the programme has no page here.")
    )
    programme_name_en = _line(_("Name of another programme, English"), 160)
    funder_de = _line(_("Who funds, German"), 200)
    funder_en = _line(_("Who funds, English"), 200)
    opens_at = _Moment(label=_("Applications from"), required=False, help_text=_("German time."))
    closes_at = _Moment(
        label=_("Deadline"),
        required=False,
        help_text=_("German time, to the minute. From then on the funding call is shown as closed."),
    )
    second_closes_at = _Moment(
        label=_("Deadline for full proposals"),
        required=False,
        help_text=_("Only for calls in two stages: the deadline above is the one for outlines."),
    )
    applicants_de = _line(_("Who may apply, in words, German"), 400, language="de")
    applicants_en = _line(_("Who may apply, in words, English"), 400, language="en")
    fields_ = forms.MultipleChoiceField(
        label=_("Technology fields"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("None means that the funding call is open to every field."),
    )
    amount_de = _line(_("Amount, German"), 300, language="de")
    amount_en = _line(_("Amount, English"), 300, language="en")
    text_de = _prose(_("Description, German"), "de")
    text_en = _prose(_("Description, English"), "en")
    contact = _line(
        _("Contact for questions"), 300, hint=_("An office with phone or email, not a person if possible.")
    )
    language = forms.ChoiceField(
        label=_("Language of the application"),
        required=False,
        choices=(("", _("not known")), *CALL_LANGUAGES.items()),
    )
    source_title = _line(_("Name of the source"), 160)
    source_url = WebAddress(label=_("Address of the source"), max_length=400, required=False)
    read_on = forms.DateField(
        label=_("Read on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, fields: Mapping[str, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["programme"].queryset = Programme.objects.all()  # type: ignore[attr-defined]
        self.fields["fields_"].choices = list(fields.items())  # type: ignore[attr-defined]
        for one in finder_questions():
            self.fields[f"for_{one.question.value}"] = forms.MultipleChoiceField(
                label=pick(one.words.de, one.words.en),
                required=False,
                choices=_answers(one.question),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("For the programme finder. No answer chosen means that each of them fits."),
            )

    def content(self) -> CallContent:
        """What the action takes."""
        given = dict(self.cleaned_data)
        programme = given.pop("programme")
        answers = {one.value: given.pop(f"for_{one.value}") for one in Question}
        return CallContent(
            programme_id=programme.pk if programme else None,
            conditions={name: chosen for name, chosen in answers.items() if chosen},
            fields=given.pop("fields_"),
            **given,
        )


def call_form_of(call: FundingCall, *, fields: Mapping[str, str]) -> FundingCallForm:
    """The form, filled with what the call says now."""
    names = set(CallContent.__dataclass_fields__) - {"programme_id", "conditions", "fields"}
    first = {name: getattr(call, name) for name in names}
    answers = {f"for_{name}": chosen for name, chosen in call.conditions.items()}
    first |= {"programme": call.programme_id, "fields_": call.fields, **answers}
    return FundingCallForm(initial=first, fields=fields)


UNFIT: Final = 422


def require_editor(request: HttpRequest) -> Subject:
    """Who asks, if they may edit programmes."""
    by = subject_of(request.user)
    require(by, Action.EDIT_PROGRAMME)
    return by


@never_cache
@require_safe
def calls_page(request: HttpRequest) -> HttpResponse:
    """All calls for editors, and what they should look at."""
    require_editor(request)
    now, form = timezone.now(), DeskCallsFilter(request.GET)
    wanted = DeskFilter(form.cleaned_data["state"]) if form.is_valid() else DeskFilter.ALL
    found = list(desk_calls(wanted))
    context = {
        "form": form,
        "screen": calls_list(found, page=page_number(request), now=now),
        "query": f"state={wanted.value}" if wanted.value else "",
        "to_do": to_do(now=now, today=timezone.localdate()),
    }
    status = 200 if form.is_valid() else UNFIT
    return render(request, "programmes/calls/desk.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_call_page(request: HttpRequest) -> HttpResponse:
    """The form for a new call; it becomes a draft."""
    by, now, today = require_editor(request), timezone.now(), timezone.localdate()
    fields = field_words()
    form = FundingCallForm(
        request.POST if request.method == "POST" else None, fields=fields, initial={"read_on": today}
    )
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: add_call(content=form.content(), by=by, now=now, today=today))
        if made is not None:
            messages.success(request, gettext("Saved as a draft. Publish it when it is complete."))
            return redirect("programmes:call_edit", pk=made.pk)
    status = UNFIT if request.method == "POST" else 200
    return render(request, "programmes/calls/new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a call; a change of a published one is public at once."""
    by, now, today = require_editor(request), timezone.now(), timezone.localdate()
    call, fields = _wanted(pk), field_words()
    form, version = call_form_of(call, fields=fields), call.version
    if request.method == "POST":
        form = FundingCallForm(request.POST, fields=fields)
        version = number_in(request.POST, "version")

        def act() -> FundingCall:
            return edit_call(call_id=pk, version=version, content=form.content(), by=by, now=now, today=today)

        if form.is_valid() and _tried(form, act) is not None:
            messages.success(request, gettext("The change is saved."))
            return redirect("programmes:call_edit", pk=pk)
    context = {
        "form": form,
        "row": call_row(call, now=now),
        "last": last_edit(call),
        "version": version,  # the one the editor saw: sending the form again overwrites nobody's change
    }
    status = UNFIT if request.method == "POST" else 200
    return render(request, "programmes/calls/edit.html", context, status=status)


@require_POST
def publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a draft or a withdrawn call on the public pages."""
    return _done(request, pk, publish_call, gettext("The funding call is public."))


@require_POST
def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a call off all pages; it can be published again."""
    return _done(request, pk, withdraw_call, gettext("Withdrawn. You can publish it again."))


@require_POST
def undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back the last change."""
    require_editor(request)
    last, words = last_edit(_wanted(pk)), gettext("Undone: the funding call is as before.")
    if last is not None and UNTOLD & last.changes.keys():
        words = gettext("Undone: the funding call is as before. Only the contact stays as it is.")
    return _done(request, pk, undo_call, words)


def _done(request: HttpRequest, pk: int, act: Callable[..., Any], words: str) -> HttpResponse:
    by, version = require_editor(request), number_in(request.POST, "version")
    _wanted(pk)
    try:
        act(call_id=pk, version=version, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, words)
    return redirect("programmes:call_edit", pk=pk)


def _tried(form: FundingCallForm, act: Callable[[], FundingCall]) -> FundingCall | None:
    """What was made; what was refused is said in the form."""
    try:
        return act()
    except Refusal as no:
        form.add_error(no.details.get("field"), refusal_message(no.reason))
        return None


def _wanted(pk: int) -> FundingCall:
    found = call_for_editors(pk)
    if found is None:
        raise Http404
    return found
