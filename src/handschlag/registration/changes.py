"""A registration is changed by its person or by the organisers, at once or one topic a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.registration import access, decisions, personal_links, registration_data
from handschlag.registration.access import GET_OR_POST, UNFIT, by_link, page_context, require_hand
from handschlag.registration.access import feed_of as feed_token_of
from handschlag.registration.hooks import addons, fields_asked_elsewhere
from handschlag.registration.models import AddressChange, Registration
from handschlag.registration.organisations import suggest
from handschlag.registration.personal_links import ask_for_address, renewed
from handschlag.registration.places import ACTIVE, RegistrationRefusal, lock_registration, save_registration
from handschlag.registration.questions import write_answers
from handschlag.registration.registering import form as registering_form
from handschlag.registration.registering.actions import checked_wishes, with_category
from handschlag.registration.registering.form import (
    FIELDS,
    RegistrationForm,
    Topic,
    TopicForm,
    asked_topics,
    endangered_words,
    topic_after,
)
from handschlag.registration.registering.pages import change_screen
from handschlag.registration.registration_data import (
    MOVING,
    Facts,
    RegistrationData,
    changed,
    columns,
    needs_of,
    saved_data,
    times_of,
    write_consents,
)
from handschlag.registration.sessions import Offer, choosable, reseat, write_wishes


@transaction.atomic
def change(
    *,
    registration_id: int,
    seen: int,
    facts: RegistrationData,
    has_link: bool,
    by: Subject,
    now: datetime,
    is_addition: bool = False,
) -> Registration:
    """The registration says this now; its person gets an email, of an addition only if the calendar moves.

    Of two who change it at once the second is told so. A new address that the person gives counts once its
    mailed link was opened; one that the organisers give counts at once, and the link is a new one.
    """
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    if registration.state not in ACTIVE:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    if registration.version != seen:
        raise Refusal(RegistrationRefusal.STALE)
    before, wanted = registration.email, facts.email
    facts = _allowed(registration, facts, has_link=has_link)
    wishes = checked_wishes(registration.event_id, facts)
    names = _write_facts(registration, facts, seen=seen, now=now)
    touched = write_wishes(registration, wishes, now=now)
    answered = write_answers(registration, facts.answers)
    _write_consents(registration, facts, now=now)
    seated = reseat(registration.event_id, touched)
    suggest(registration, by=by, now=now)
    audit.record(
        verb="registration.changed",
        target=registration,
        by_id=by.user_id,
        now=now,
        changes={"fields": [None, [*names, *["sessions"] * bool(touched), *["answers"] * answered]]},
    )
    decisions.tell_seated([one for one in seated if one.registration_id != registration.pk], now=now)
    if touched or MOVING & set(names) or not is_addition:
        decisions.tell_changed(registration, by_organisers=not has_link, now=now)
    if wanted != before:
        _tell_new_address(registration, wanted, before, has_link=has_link, by=by, now=now)
    return registration


def _allowed(registration: Registration, facts: RegistrationData, *, has_link: bool) -> RegistrationData:
    """Address and category stay as they are where the person changes the rest."""
    if has_link:
        return replace(facts, email=registration.email, category_id=registration.category_id)
    _require_free_address(registration, facts.email)
    return with_category(registration.event, facts, by_organisers=True)


def _write_consents(registration: Registration, facts: RegistrationData, *, now: datetime) -> None:
    """What rests on them in the apps above follows."""
    agreed = write_consents(registration, facts.consents, now=now)
    for addon in addons:
        addon.follow_consents(registration, agreed, now)


def _tell_new_address(
    registration: Registration, wanted: str, before: str, *, has_link: bool, by: Subject, now: datetime
) -> None:
    if has_link:
        ask_for_address(registration, wanted, by=by, now=now)
    else:
        personal_links.tell_address_left(registration, before, by_organisers=True, now=now)


def _require_free_address(registration: Registration, email: str) -> None:
    """Nothing, or `ALREADY`: organisers see the list, they may know."""
    others = Registration.objects.filter(event=registration.event, email=email, state__in=ACTIVE)
    if email and others.exclude(pk=registration.pk).exists():
        raise Refusal(RegistrationRefusal.ALREADY)


def _write_facts(
    registration: Registration, facts: RegistrationData, *, seen: int, now: datetime
) -> Sequence[str]:
    """The columns; which of them changed."""
    after = columns(facts)
    before = {name: getattr(registration, name) for name in after}
    names = changed(before, after)
    if MOVING & set(names):
        after["sequence"] = registration.sequence + 1
    if "email" in names:
        AddressChange.objects.filter(registration=registration).delete()
        after |= {"user_id": None, "address_proven_at": None, **renewed(registration)}
    save_registration(registration, seen=seen, now=now, **after)
    return names


@transaction.atomic
def renew_feed(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Registration:
    """The calendar's secret address is another one; the old one answers nothing any more."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    registration.feed_number += 1
    feed_hash = access.hash_of(feed_token_of(registration))
    save_registration(
        registration, seen=None, now=now, feed_number=registration.feed_number, feed_hash=feed_hash
    )
    audit.record(verb="registration.feed_renewed", target=registration, by_id=by.user_id, now=now)
    return registration


TITLES: Final[Mapping[Topic, str | Promise]] = {
    Topic.CONTACT: gettext_lazy("Role and telephone"),
    Topic.TIMES: gettext_lazy("Arrival and lunch"),
    Topic.SESSIONS: gettext_lazy("Sessions"),
    Topic.NEEDS: gettext_lazy("Meals, accessibility and languages"),
    Topic.SHARING: gettext_lazy("Consents and visibility"),
}
# What each is good for, so that people can tell whether it matters to them.
USES: Final[Mapping[Topic, str | Promise]] = {
    Topic.CONTACT: gettext_lazy("So that we can call you on the day if something changes."),
    Topic.TIMES: gettext_lazy("Only if you arrive later, leave earlier or skip lunch."),
    Topic.SESSIONS: gettext_lazy(
        "They appear in your calendar, and we reserve places where places are limited."
    ),
    Topic.NEEDS: gettext_lazy("So that the food, the rooms and the interpreters are right for you."),
    Topic.SHARING: gettext_lazy(
        "What other participants may see of you, and what we may do after the event."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _TopicRow:
    """One topic on the overview: what is known, and the page that asks."""

    title: str | Promise
    use: str | Promise
    said: Facts
    url: str


def overview_screen(
    registration: Registration, *, token: str, asked: Sequence[Topic], elsewhere: Mapping[str, str]
) -> dict[str, Any]:
    """All topics with what is known of each; `elsewhere` has the page of what another part asks for."""
    said = _said_words(registration)
    return {
        "registration": registration,
        "event": registration.event,
        "first_url": _topic_url(token, asked[0]),
        "rows": [
            _TopicRow(
                title=TITLES[topic],
                use=USES[topic],
                said=said[topic],
                url=_topic_url(token, topic) if topic in asked else elsewhere[FIELDS[topic][0]],
            )
            for topic in Topic
            if topic in asked or FIELDS[topic][0] in elsewhere
        ],
    }


def topic_screen(
    registration: Registration,
    form: Any,
    topic: Topic,
    *,
    token: str,
    asked: Sequence[Topic],
    elsewhere: Mapping[str, str],
    offers: Mapping[int, Offer],
    **shown: Any,
) -> dict[str, Any]:
    """The form of one topic, its place in the row, and where it leads."""
    more_url = next((elsewhere[field] for field in FIELDS[topic] if field in elsewhere), "")
    return {
        **change_screen(registration, form, back_url=_overview_url(token), offers=offers, **shown),
        "title": TITLES[topic],
        "use": USES[topic],
        "part": f"registration/parts/topics/{topic}.html",
        "number": asked.index(topic) + 1,
        "count": len(asked),
        "is_last": topic_after(topic, asked) is None,
        "next_url": next_url(token, topic, asked),
        "more_url": more_url,
    }


def next_url(token: str, topic: Topic, asked: Sequence[Topic]) -> str:
    """The page of the next topic; after the last one the own page."""
    following = topic_after(topic, asked)
    return _topic_url(token, following) if following else reverse("registration:own", args=[token])


def _topic_url(token: str, topic: Topic) -> str:
    return reverse("registration:topic", args=[token, topic.value])


def _overview_url(token: str) -> str:
    return reverse("registration:more", args=[token])


def _said_words(registration: Registration) -> Mapping[Topic, Facts]:
    """What is known of each topic, as labels and values."""
    contact = (
        (_("Role"), registration.role),
        (_("Place"), registration.place),
        (_("Telephone"), registration.phone),
    )
    number, given = len(registration.wishes), registration.consents_given
    sessions = ngettext("%(n)s session", "%(n)s sessions", number) % {"n": number}
    return {
        Topic.CONTACT: [(label, value) for label, value in contact if value],
        Topic.TIMES: times_of(registration),
        Topic.SESSIONS: [(_("Chosen"), sessions)] if number else [],
        Topic.NEEDS: needs_of(registration),
        Topic.SHARING: [(_("Your consents"), " ".join(_consent_words(given)))] if given else [],
    }


def _consent_words(given: Sequence[str]) -> Sequence[str]:
    """What was agreed to, in the words in which it was asked."""
    return [str(label) for purpose, (label, _hint) in registration_data.CONSENTS.items() if purpose in given]


def change_page(
    request: HttpRequest,
    registration: Registration,
    *,
    save: Callable[..., object],
    back: HttpResponse,
    template: str = "registration/change.html",
    is_for_others: bool = False,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """`save(seen=..., facts=...)` is the action; its refusals are said on the page, nothing typed is lost."""
    if registration.state not in ACTIVE:
        messages.error(request, refusal_message(RegistrationRefusal.NOT_IN_THIS_STATE))
        return back
    offers = choosable(registration.event_id)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        initial=registering_form.of_registration(registration),
        event=registration.event,
        offers=offers,
        actor=registration.actor,
        is_for_others=is_for_others,
        asks_category=is_for_others,
    )
    shown: dict[str, Any] = {}
    if form.is_bound:
        more = saved(request, form, save)
        if more is None:
            messages.success(request, _("The changes are saved."))
            return back
        shown = more
    screen = change_screen(registration, form, offers=offers, back_url=back["Location"], **shown)
    status = UNFIT if form.is_bound else 200
    return render(request, template, {**(context or {}), **screen}, status=status)


def saved(request: HttpRequest, form: RegistrationForm, save: Callable[..., object]) -> dict[str, Any] | None:
    """None: it is saved. Otherwise what the page has to say besides the errors of the form."""
    if not form.is_valid():
        return {}
    facts = form.facts()
    dangers = endangered_words(facts, form.offers)
    if dangers and "anyway" not in request.POST:
        return {"endangered": dangers}
    seen = request.POST.get("seen", "")
    try:
        save(seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0, facts=facts)
    except Refusal as no:
        pairs = no.details.get("pairs", ())
        return {"fault": refusal_message(no.reason), "clashing": {pk for pair in pairs for pk in pair}}
    return None


@require_safe
@by_link
def overview_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Every topic with what is known of it."""
    elsewhere = fields_asked_elsewhere(registration, token)
    asked = _topics_for(elsewhere, choosable(registration.event_id))
    screen = overview_screen(registration, token=token, asked=asked, elsewhere=elsewhere)
    context = page_context(registration, token, now=timezone.now()) | screen
    return render(request, "registration/more.html", context)


def _topics_for(elsewhere: Mapping[str, str], offers: Mapping[int, Offer]) -> Sequence[Topic]:
    return asked_topics(elsewhere=elsewhere, has_sessions=bool(offers))


@require_http_methods(GET_OR_POST)
@by_link
def topic_page(request: HttpRequest, registration: Registration, token: str, topic: str) -> HttpResponse:
    """One topic; saving leads to the next one, the last one to the own page."""
    if registration.state not in ACTIVE:
        messages.error(request, refusal_message(RegistrationRefusal.NOT_IN_THIS_STATE))
        return redirect("registration:own", token=token)
    elsewhere, offers = fields_asked_elsewhere(registration, token), choosable(registration.event_id)
    asked = _topics_for(elsewhere, offers)
    if topic not in asked:
        raise Http404
    known, which = saved_data(registration), Topic(topic)
    form = TopicForm(
        request.POST if request.method == "POST" else None,
        initial=registering_form.of_registration(registration),
        event=registration.event,
        offers=offers,
        before=known,
        topic=which,
        elsewhere=elsewhere,
    )
    shown: dict[str, Any] = {}
    if form.is_bound:
        more = saved(request, form, _saver(request, registration, known))
        if more is None:
            if topic_after(which, asked) is None:
                messages.success(request, _("Thank you, everything is saved."))
            return redirect(next_url(token, which, asked))
        shown = more
    screen = topic_screen(
        registration, form, which, token=token, asked=asked, elsewhere=elsewhere, offers=offers, **shown
    )
    status = UNFIT if form.is_bound else 200
    context = page_context(registration, token, now=timezone.now()) | screen
    return render(request, "registration/topic.html", context, status=status)


def _saver(request: HttpRequest, registration: Registration, before: RegistrationData) -> Any:
    """Writes what is new; a page that was only looked through writes nothing."""

    def save(*, seen: int, facts: RegistrationData) -> None:
        if facts != before:
            change(
                registration_id=registration.pk,
                seen=seen,
                facts=facts,
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
                is_addition=True,
            )

    return save
