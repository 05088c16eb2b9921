"""Editors keep the facts: add, change, check, take back, remove and bring back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import table_download
from handschlag.common.web import number_in
from handschlag.programmes import facts
from handschlag.programmes.facts import (
    FactFilter,
    FactQuery,
    Sort,
    fact_lines,
    facts_list,
    is_relied_on,
    row,
    said_by_the_finder,
)
from handschlag.programmes.fit import facts_relied_on
from handschlag.programmes.models import KINDS, Fact, Programme

A_YEAR: Final = timedelta(days=365)


class FactFault(StrEnum):
    READ_TOMORROW = "read_tomorrow"
    OLD_BEFORE_READ = "old_before_read"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    CHANGED_SINCE = "changed_since"
    FINDER_RESTS_ON_IT = "finder_rests_on_it"
    NOTHING_TO_UNDO = "nothing_to_undo"
    KEY_IS_TAKEN = "key_is_taken"


def fault_of_days(
    *, read_on: date, old_from: date, valid_from: date | None, valid_until: date | None, today: date
) -> FactFault | None:
    """What is wrong with the days of a fact, the first fault only; none where all is well."""
    if read_on > today:
        return FactFault.READ_TOMORROW
    if old_from <= read_on:
        return FactFault.OLD_BEFORE_READ
    if valid_from and valid_until and valid_until < valid_from:
        return FactFault.ENDS_BEFORE_IT_BEGINS
    return None


def fault_of_removing(key: str) -> FactFault | None:
    """The finder would give an answer without a source."""
    return FactFault.FINDER_RESTS_ON_IT if key in facts_relied_on() else None


def old_from(*, read_on: date, was_old_from: date, today: date) -> date:
    """A fact that was checked today stays fresh for as long as it was meant to before."""
    return today + (was_old_from - read_on)


DAYS = frozenset({"read_on", "old_from", "valid_from", "valid_until"})
READ_ITSELF: Final = {"is_copy": False, "copy_date": ""}  # an editor read the page, not a stored copy of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an editor writes down."""

    kind: str
    position: int
    text_de: str
    text_en: str
    source_title: str
    source_url: str
    read_on: date
    old_from: date
    valid_from: date | None = None
    valid_until: date | None = None
    is_second_hand: bool = False


@transaction.atomic
def add_fact(
    *, programme_id: int, key: str, content: Content, by: Subject, now: datetime, today: date
) -> Fact:
    """The fact stands on the page of its programme."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd_days(content, today=today)
    if Fact.objects.filter(key=key).exists():
        raise Refusal(FactFault.KEY_IS_TAKEN)
    fact = Fact.objects.create(programme_id=programme_id, key=key, **asdict(content))
    audit.record(
        verb="fact.added", target=fact, by_id=by.user_id, now=now, changes=_plain({"key": (None, key)})
    )
    return fact


@transaction.atomic
def edit_fact(
    *, fact_id: int, version: int, content: Content, by: Subject, now: datetime, today: date
) -> Fact:
    """The fact says what the editor wrote; refused where somebody else was faster."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd_days(content, today=today)
    fact = held(fact_id, version)
    values = asdict(content) | (READ_ITSELF if content.read_on != fact.read_on else {})
    _write(fact, values, verb="fact.edited", by=by, now=now)
    return fact


@transaction.atomic
def check_fact(*, fact_id: int, version: int, by: Subject, now: datetime, today: date) -> Fact:
    """The fact was read again today and is still right."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version)
    fresh = old_from(read_on=fact.read_on, was_old_from=fact.old_from, today=today)
    read = {"read_on": today, "old_from": fresh, **READ_ITSELF}
    _write(fact, read, verb="fact.checked", by=by, now=now)
    return fact


@transaction.atomic
def undo_fact(*, fact_id: int, version: int, by: Subject, now: datetime) -> Fact:
    """The fact is as it was before its last edit or check."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version)
    last = facts.last_change(fact)
    if last is None:
        raise Refusal(FactFault.NOTHING_TO_UNDO)
    before = {name: _read(name, pair[0]) for name, pair in last.changes.items()}
    _write(fact, before, verb="fact.undone", by=by, now=now)
    return fact


@transaction.atomic
def remove_fact(*, fact_id: int, version: int, by: Subject, now: datetime) -> Fact:
    """The fact is on no page any more; it can be brought back."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version)
    if fault := fault_of_removing(fact.key):
        raise Refusal(fault)
    return _put(fact, removed_at=now, verb="fact.removed", by=by, now=now)


@transaction.atomic
def bring_back_fact(*, fact_id: int, version: int, by: Subject, now: datetime) -> Fact:
    """The fact stands on its page again."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version, is_removed=True)
    return _put(fact, removed_at=None, verb="fact.brought_back", by=by, now=now)


def held(fact_id: int, version: int, *, is_removed: bool = False) -> Fact:
    """The row, locked, as long as nobody has changed it since it was shown."""
    fact = Fact.objects.select_for_update().filter(pk=fact_id, version=version).first()
    if fact is None or (fact.removed_at is not None) is not is_removed:
        raise Refusal(FactFault.CHANGED_SINCE)
    return fact


def _refuse_odd_days(content: Content, *, today: date) -> None:
    fault = fault_of_days(
        read_on=content.read_on,
        old_from=content.old_from,
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        today=today,
    )
    if fault:
        raise Refusal(fault)


def _write(fact: Fact, values: Mapping[str, object], *, verb: str, by: Subject, now: datetime) -> None:
    """Nothing happens where nothing is different."""
    changes = {name: (getattr(fact, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(fact, name, after)
    fact.version += 1
    fact.save(update_fields=[*changes, "version"])
    audit.record(verb=verb, target=fact, by_id=by.user_id, now=now, changes=_plain(changes))


def _put(fact: Fact, *, removed_at: datetime | None, verb: str, by: Subject, now: datetime) -> Fact:
    fact.removed_at = removed_at
    fact.version += 1
    fact.save(update_fields=["removed_at", "version"])
    audit.record(verb=verb, target=fact, by_id=by.user_id, now=now, changes={"key": [fact.key, fact.key]})
    return fact


def _plain(changes: Mapping[str, tuple[object, object]]) -> dict[str, list[object]]:
    """Days as the audit trail keeps them."""
    return {
        name: [one.isoformat() if isinstance(one, date) else one for one in pair]
        for name, pair in changes.items()
    }


def _read(name: str, value: object) -> object:
    return date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value


ALL = ("", _("all"))
ABOUT = tuple((kind.value, words) for kind, words in KINDS.items())
STATES = (
    (FactFilter.SHOWN.value, _("all that are shown")),
    (FactFilter.OLD.value, _("needs checking")),
    (FactFilter.SOON.value, _("old within 60 days")),
    (FactFilter.REMOVED.value, _("removed")),
)
SORTS = (
    (Sort.OLD_FROM.value, _("what grows old first")),
    (Sort.READ_ON.value, _("what was read first")),
    (Sort.PROGRAMME.value, _("by programme")),
)


def _day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class FactsFilter(forms.Form):
    """What is not understood is said beside the field."""

    state = forms.ChoiceField(label=_("Status"), choices=STATES, required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    kind = forms.ChoiceField(
        label=_("Topic"),
        choices=(ALL, *ABOUT),
        required=False,
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=80)
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.slug, one.short_name) for one in Programme.objects.all()]
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *names]

    def wanted(self) -> FactQuery | None:
        if not self.is_valid():
            return None
        given = self.cleaned_data
        return FactQuery(
            state=FactFilter(given["state"]),
            programme=given["programme"],
            kind=given["kind"],
            words=given["words"],
            sort=Sort(given["sort"]),
        )


class FactForm(forms.Form):
    """One fact. Without a source and a day nothing is taken."""

    kind = forms.ChoiceField(label=_("Topic"), choices=ABOUT)
    text_de = forms.CharField(
        label=_("In German"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "lang": "de"})
    )
    text_en = forms.CharField(
        label=_("In English"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"})
    )
    source_title = forms.CharField(label=_("Name of the source"), max_length=160)
    source_url = forms.URLField(label=_("Address of the source"), max_length=400, assume_scheme="https")
    is_second_hand = forms.BooleanField(
        label=_("Second hand: the source tells what another body decides"), required=False
    )
    read_on = _day_field(_("Read on"))
    old_from = _day_field(
        _("Check again from"), help_text=_("From this date editors are asked to check it again.")
    )
    valid_from = _day_field(_("Valid from"), required=False)
    valid_until = _day_field(_("Valid until"), required=False)
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=32000, help_text=_("Small numbers come first.")
    )

    def content(self) -> Content:
        return Content(**{name: self.cleaned_data[name] for name in Content.__dataclass_fields__})


class NewFactForm(FactForm):
    """With what does not change later: its programme and its key."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    key = forms.SlugField(
        label=_("Key"), max_length=60, help_text=_("Small letters, digits and hyphens; it never changes.")
    )
    field_order = ("programme", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Programme.objects.all()


def fact_form_of(fact: Fact) -> FactForm:
    """The form, filled with what the fact says now."""
    return FactForm(initial={name: getattr(fact, name) for name in Content.__dataclass_fields__})


UNFIT, CONFLICT = 422, 409
REFUSED: Final[dict[FactFault, tuple[str | None, str | Promise]]] = {
    FactFault.READ_TOMORROW: ("read_on", gettext_lazy("Enter a date that is not in the future.")),
    FactFault.OLD_BEFORE_READ: ("old_from", gettext_lazy("Enter a date after the date read.")),
    FactFault.ENDS_BEFORE_IT_BEGINS: ("valid_until", gettext_lazy("Enter a date after the first day.")),
    FactFault.KEY_IS_TAKEN: (
        "key",
        gettext_lazy("Another fact already uses this key. Enter a different one."),
    ),
    FactFault.CHANGED_SINCE: (
        None,
        gettext_lazy("Someone has changed this fact in the meantime. Nothing was saved. Check it again."),
    ),
    FactFault.FINDER_RESTS_ON_IT: (
        None,
        gettext_lazy("The programme finder uses this fact, so you cannot remove it. Change it instead."),
    ),
    FactFault.NOTHING_TO_UNDO: (None, gettext_lazy("There is nothing to undo.")),
}


def _editor(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_PROGRAMME)
    return by


def _wording(no: Refusal) -> str:
    return str(REFUSED[FactFault(no.reason)][1])


@never_cache
@require_safe
def facts_page(request: HttpRequest) -> HttpResponse:
    """The editors' list of facts; 422 with none at all where the filter makes no sense."""
    _editor(request)
    form, today = FactsFilter(request.GET), timezone.localdate()
    wanted = form.wanted()
    found = facts.get_facts(wanted, today=today) if wanted else Fact.objects.none()
    query = request.GET.copy()
    query.pop("page", None)
    screen = facts_list(found, page=request.GET.get("page", "1"), query=query.urlencode(), today=today)
    context = {"form": form, "screen": screen, "here": request.get_full_path()}
    return render(request, "programmes/desk/facts.html", context, status=200 if wanted else UNFIT)


@never_cache
@require_safe
def facts_export(request: HttpRequest) -> HttpResponse:
    """The same choice as a table."""
    _editor(request)
    wanted = FactsFilter(request.GET).wanted()
    if wanted is None:
        return facts_page(request)
    return table_download(fact_lines(facts.get_facts(wanted, today=timezone.localdate())), "facts.csv")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_fact_page(request: HttpRequest) -> HttpResponse:
    """The form for a new fact; once saved, it is public on the page of its programme."""
    by, now, today = _editor(request), timezone.now(), timezone.localdate()
    first = {"read_on": today, "old_from": today + A_YEAR, "position": 100}
    form = NewFactForm(request.POST) if request.method == "POST" else NewFactForm(initial=first)
    if request.method == "POST" and form.is_valid():
        programme, key = form.cleaned_data["programme"], form.cleaned_data["key"]

        def act() -> Fact:
            return add_fact(
                programme_id=programme.pk, key=key, content=form.content(), by=by, now=now, today=today
            )

        if _is_done(form, act):
            messages.success(request, gettext("The fact is shown on the page of its programme."))
            return redirect("programmes:facts")
    status = UNFIT if request.method == "POST" else 200
    return render(request, "programmes/desk/new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fact_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a fact, removed or not; a change is public at once."""
    by, now, today = _editor(request), timezone.now(), timezone.localdate()
    found, status = _wanted_fact(pk), 200
    form, version = fact_form_of(found), found.version
    if request.method == "POST":
        form, version = FactForm(request.POST), number_in(request.POST, "version")

        def act() -> Fact:
            return edit_fact(fact_id=pk, version=version, content=form.content(), by=by, now=now, today=today)

        if form.is_valid() and _is_done(form, act):
            messages.success(request, gettext("The change is stored."))
            return redirect("programmes:fact", pk=pk)
        status = UNFIT
    context = {
        "form": form,
        "version": version,  # the one the editor saw: sending the form again overwrites nobody's change
        "row": row(found, today=today),
        "said": said_by_the_finder(found.key),
        "is_relied_on": is_relied_on(found.key),
        "last": facts.last_change(found) if found.removed_at is None else None,
    }
    return render(request, "programmes/desk/fact.html", context, status=status)


@require_POST
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Read again today, still right."""
    return _done(
        request, pk, check_fact, gettext("Checked today: still correct."), today=timezone.localdate()
    )


@require_POST
def undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back the last change of a fact, then leads to where the button was."""
    return _done(request, pk, undo_fact, gettext("Undone: the fact is as before."))


@require_POST
def remove_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a fact off its page, then leads to where the button was; it can be brought back."""
    return _done(request, pk, remove_fact, gettext("Removed. You can restore it under “Removed”."))


@require_POST
def bring_back_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a removed fact back on its page, then leads to where the button was."""
    return _done(request, pk, bring_back_fact, gettext("The fact is shown on its page again."))


def _done(request: HttpRequest, pk: int, act: Callable[..., Fact], words: str, **more: Any) -> HttpResponse:
    """One action on one fact, and back to where the button was."""
    by, version = _editor(request), number_in(request.POST, "version")
    _wanted_fact(pk)
    try:
        act(fact_id=pk, version=version, by=by, now=timezone.now(), **more)
    except Refusal as no:
        messages.warning(request, _wording(no))
    else:
        messages.success(request, words)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours and back.startswith("/") else "programmes:facts")


def _is_done(form: FactForm, act: Callable[[], Fact]) -> bool:
    """Whether it happened; what was refused is said in the form."""
    try:
        act()
    except Refusal as no:
        field, words = REFUSED[FactFault(no.reason)]
        form.add_error(field, str(words))
        return False
    return True


def _wanted_fact(pk: int) -> Fact:
    found = facts.fact_at(pk)
    if found is None:
        raise Http404
    return found
