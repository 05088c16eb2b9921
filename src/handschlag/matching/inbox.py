"""The inbox: who asks, what for, how to answer, and the ways out of a yes that does not work out yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.participant import HeadFigure
from handschlag.matching import answering, meeting_emails, requests
from handschlag.matching.agreed_meetings import increase_revision, look_again, release
from handschlag.matching.answering import decide, own_party
from handschlag.matching.engine.admission import all_or_nothing
from handschlag.matching.engine_input import talks_at
from handschlag.matching.models import Blocked, Participant, Request, RequestState, Service
from handschlag.matching.own_meetings import IncomingRequest, inbox_of
from handschlag.matching.own_requests import (
    OwnRequest,
    active_sent_by,
    own_held,
    own_requests_with,
    was_asked,
    words_of,
)
from handschlag.matching.participant_pages import Tab, for_participants, shell_of
from handschlag.matching.people import Card, cards_of, own_lines
from handschlag.matching.people import StatementLine as Said
from handschlag.matching.phases import MOST_STANDING, Phase, dates_of, may_answer, open_until, phase_at
from handschlag.matching.reasons import why_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.requests import needs_with_standing_yes
from handschlag.matching.results import is_own, results_of, results_screen
from handschlag.matching.topic_tables.actions import give_up_seat, open_table_of
from handschlag.registration.models import Registration, SessionChoice, SessionWish

YES: Final = ("must", "want", "maybe")
LATER, NO = "later", "no"
ANSWERS: Final = frozenset({*YES, LATER, NO})
MOST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInput:
    request: int
    answer: str


def answers_in(data: QueryDict) -> tuple[AnswerInput, ...]:
    """A button that was pressed counts alone (`now=17:want`); else every choice (`answer-17=want`)."""
    pressed = data.get("now", "")
    if pressed:
        return tuple(_given([pressed.partition(":")[::2]]))
    pairs = [
        (name.removeprefix("answer-"), data.get(name) or "") for name in data if name.startswith("answer-")
    ]
    return tuple(_given(pairs))[:MOST]


def _given(pairs: list[tuple[str, str]]) -> Iterator[AnswerInput]:
    for number, answer in pairs:
        if number.isascii() and number.isdigit() and len(number) < 18 and answer in ANSWERS:
            yield AnswerInput(request=int(number), answer=answer)


def refusals_in(text: str) -> dict[int, str]:
    """Refusals in an address, "12:too_many_musts,15:left": by person, the sentence."""
    known = {one.value: one for one in MatchingRefusal}
    pairs = [part.partition(":")[::2] for part in text.split(",")[:MOST]]
    return {
        int(number): refusal_message(known[reason])
        for number, reason in pairs
        if number.isascii() and number.isdigit() and len(number) < 18 and reason in known
    }


def numbers_in(text: str) -> tuple[int, ...]:
    """Keys in an address, "3,17": what makes no sense is left out."""
    parts = text.split(",")[:MOST]
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 18)


@transaction.atomic
def apply_remedy(
    *,
    request_id: int,
    participant_id: int,
    number: int,
    kind: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """The person takes a way that the last no named. Where it does not help any more, nothing changes."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state == RequestState.ACCEPTED:
        return request  # tapped twice, or held in the meantime
    way = _way_of(request, number, kind)
    if not is_own(way, me=party.participant_id, mine=own_held(party.participant)):
        raise Refusal(MatchingRefusal.NOT_YOURS)
    with all_or_nothing(service):
        STEPS[kind](service, party.participant, way, now)
        request = decide(service, request, now=now)
        if request.state != RequestState.ACCEPTED:
            raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    look_again(service, now=now)
    changes = {"way": [None, kind]}
    audit.record(verb="matching.way_taken", target=request, by_id=by.user_id, now=now, changes=changes)
    meeting_emails.tell_held(request, but=party.participant_id, now=now)
    return request


@transaction.atomic
def ask_other(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The other gets a letter with a question, once from each person, whatever it is that would help."""
    _, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state != RequestState.WATCHED:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    if was_asked(request.pk, party.participant_id):
        return request
    changes = {"by": [None, party.participant_id]}
    audit.record(verb="matching.way_asked", target=request, by_id=by.user_id, now=now, changes=changes)
    meeting_emails.ask_for_room(request, by=party.participant, now=now)
    return request


def _way_of(request: Request, number: int, kind: str) -> Mapping[str, Any]:
    """The way as it was shown, or it is not the one any more."""
    ways = (request.refusal or {}).get("ways", [])
    if request.state != RequestState.WATCHED or not 0 <= number < len(ways):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    way: Mapping[str, Any] = ways[number]
    if way["kind"] != kind or kind not in STEPS:
        raise Refusal(MatchingRefusal.STALE)
    return way


def _free_slot(service: Service, me: Participant, way: Mapping[str, Any], _now: datetime) -> None:
    """A window that the person has kept free is there for meetings again."""
    at = datetime.fromisoformat(way["slot"])
    if not Blocked.objects.filter(participant=me, starts_at=at).delete()[0]:
        raise Refusal(MatchingRefusal.NOT_A_SLOT)
    increase_revision(service, structure=True)


def _loosen_talk(service: Service, me: Participant, way: Mapping[str, Any], now: datetime) -> None:
    """A talk that the person must hear becomes one that the person would like to hear."""
    ids = talks_at(me, datetime.fromisoformat(way["slot"]))
    rows = SessionChoice.objects.filter(registration_id=me.registration_id, wish=SessionWish.MUST)
    if not rows.filter(session_id__in=ids).update(wish=SessionWish.LIKE):
        raise Refusal(MatchingRefusal.NOT_A_SLOT)
    Registration.objects.filter(pk=me.registration_id).update(version=F("version") + 1, changed_at=now)
    increase_revision(service, structure=True)


def _raise_maximum(service: Service, me: Participant, _way: Mapping[str, Any], _now: datetime) -> None:
    """One meeting more than the person wanted at most."""
    if me.most is None or (service.most is not None and me.most >= service.most):
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    Participant.objects.filter(pk=me.pk).update(most=F("most") + 1, version=F("version") + 1)
    increase_revision(service, structure=True)


def _give_up(service: Service, me: Participant, way: Mapping[str, Any], now: datetime) -> None:
    """Meetings of the person are given back in exchange."""
    for request in Request.objects.filter(pk__in=way["gives_up"], state=RequestState.ACCEPTED):
        table = open_table_of(request.pk)
        if table is not None and table.host_id != me.pk:
            give_up_seat(service, table, me, now=now)
            continue
        release(service, request, now=now)
        audit.record(verb="matching.withdrawn", target=request, by_id=None, now=now)
        meeting_emails.tell_withdrawn(request, but=me.pk, now=now)


STEPS: Final[Mapping[str, Callable[[Service, Participant, Mapping[str, Any], datetime], None]]] = {
    "free_slot": _free_slot,
    "give_up_talk": _loosen_talk,
    "raise_maximum": _raise_maximum,
    "give_up_meeting": _give_up,
}


NEWEST: Final = 5  # of the person's own requests, beside those to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class JustAnswered:
    """Requests that were answered on this page, and by request why an answer was not taken."""

    done: tuple[int, ...] = ()
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return ",".join(str(pk) for pk in self.done)


def inbox_screen(
    participant: Participant, *, token: str, is_batch: bool, just: JustAnswered, now: datetime, only: int = 0
) -> dict[str, Any]:
    """What waits for an answer; those put off stand apart, and only the new ones are numbered.

    What was answered just now stays on the page with what became of it. `only`: the one row that is drawn;
    nothing is read for the others.
    """
    waiting = inbox_of(participant)
    dates = dates_of(participant.service)
    phase = phase_at(now, dates)
    can_answer = may_answer(phase)
    sent = () if only else active_sent_by(participant)
    own = own_requests_with(participant, just.done, sent=sent[-NEWEST:])
    done = _done_of(participant, own, just, token=token, now=now)
    return {
        "shell": shell_of(participant, token, current=Tab.INBOX, now=now, waiting=len(waiting)),
        "waiting": len(waiting),
        **_waiting(participant, waiting, done, just, only=only),
        "tallies": _tallies(participant.service, len(waiting), len(sent)),
        "done": done,
        "just": just,
        "is_batch": is_batch and can_answer,
        "until": format_day_and_time(open_until(now, dates)),
        "own": _lines_of([one for one in own if one.request in sent[-NEWEST:]], token),
        "own_count": len(sent),
        "can_answer": can_answer,
        **_standing(participant, can_answer=can_answer and not only),
        "closed": "" if can_answer else _closed_words(phase),
    }


def _waiting(
    participant: Participant,
    waiting: Sequence[IncomingRequest],
    done: Sequence[dict[str, Any]],
    just: JustAnswered,
    *,
    only: int,
) -> dict[str, Any]:
    """Rows of the new ones, and of those put off that were not answered just now."""
    shown = {one["one"].request for one in done}
    fresh = [one for one in waiting if not one.is_later]
    later = [one for one in waiting if one.is_later and one.request not in shown]
    senders = {one.sender.id for one in waiting if only in {0, one.request}}
    cards, mine = cards_of(participant, senders), own_lines(participant)

    def row(one: IncomingRequest, number: int) -> dict[str, Any]:
        why = _sides_of(one, cards.get(one.sender.id), mine)
        return _row_of(one, number, why=why, fault=just.refused.get(one.request, ""))

    return {
        "rows": tuple(row(one, number) for number, one in enumerate(fresh, start=1)),
        "later": tuple(row(one, 0) for one in later),
    }


def _standing(participant: Participant, *, can_answer: bool) -> dict[str, Any]:
    """The needs for which a yes may be given beforehand, as long as yeses are given at all."""
    lines = needs_with_standing_yes(participant) if can_answer else ()
    return {
        "standing": tuple(one for one in lines if one.text),
        "has_standing": any(one.most for one in lines),
        "standing_numbers": tuple((n, _standing_words(n)) for n in (1, 2, 3, 5, MOST_STANDING) if lines),
    }


def _standing_words(n: int) -> str:
    return ngettext("accept %(n)s person", "accept up to %(n)s people", n) % {"n": n}


def _closed_words(phase: Phase) -> str:
    if phase is Phase.AFTER:
        return _("The event is over. Requests can no longer be answered.")
    return _("You can answer once requests are open. See the dates on your first page.")


def _done_of(
    participant: Participant,
    own: Sequence[OwnRequest],
    just: JustAnswered,
    *,
    token: str,
    now: datetime,
) -> tuple[dict[str, Any], ...]:
    """Answers of the person with their way back; what waits again is a row like the others."""
    answered = [one for one in own if one.request in just.done and one.is_mine]
    results = results_of(participant, answered, token=token, now=now)
    return tuple(
        {**one, "undo_url": _undo_url(one["one"], token), "fault": just.refused.get(one["one"].request, "")}
        for one in results
        if _is_done(one["one"])
    )


def _is_done(one: OwnRequest) -> bool:
    return one.state != RequestState.OPEN or one.is_sender or one.has_said_yes or one.is_later


def _undo_url(one: OwnRequest, token: str) -> str:
    """Agreed meetings have their own way back, which says what it means for the others."""
    if one.is_sender or one.state not in {RequestState.OPEN, RequestState.DECLINED}:
        return ""
    if one.state == RequestState.DECLINED and (not one.is_pair or one.is_for_colleague):
        return ""
    return reverse("matching:undo", args=[token, one.request])


def _lines_of(found: Sequence[OwnRequest], token: str) -> list[tuple[str, str, str, str]]:
    """Requests of the person that still count, the newest last."""
    here = reverse("matching:answered", args=[token])
    return [(*words_of(one), one.names, f"{here}?of={one.request}" if one.is_mine else "") for one in found]


def _tallies(service: Service, waiting: int, sent: int) -> tuple[HeadFigure, ...]:
    most = _("of at most %(most)s")
    return (
        HeadFigure(label=_("Received"), value=str(waiting), rest=most % {"most": service.most_received}),
        HeadFigure(label=_("Requests sent"), value=str(sent), rest=most % {"most": service.most_sent}),
    )


def _sides_of(
    one: IncomingRequest, card: Card | None, mine: Mapping[int, Said]
) -> tuple[dict[str, Any], ...]:
    """Why, in both directions; where the lists know no fit, what the other one says alone."""
    if card is None:
        return ()
    why = why_of(card, one.fit.reasons, mine)
    gets, gives = (_("You get"), _("You give")) if one.fit.reasons else (_("Offers"), _("Looking for"))
    found = []
    if card.offers:
        found.append({"label": gets, "whose": "theirs", "text": why.gets, "fit": why.gets_fit})
    if card.needs:
        found.append({"label": gives, "whose": "yours", "text": why.gives, "fit": why.gives_fit})
    return tuple(found)


def _row_of(
    one: IncomingRequest, number: int, *, why: Sequence[dict[str, Any]], fault: str
) -> dict[str, Any]:
    """`number` is 0 for what was set aside."""
    also = ", ".join(other.name for other in one.others)
    return {"asked": one, "number": number, "also": also, "why": why, "fault": fault}


# Their page says what is the matter better than a message does.
SAID_BY_STATE = frozenset({MatchingRefusal.NOT_IN_THIS_STATE})


@require_safe
@for_participants
def inbox_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of requests that wait for an answer; with `several=1`, answered all at once."""
    just = JustAnswered(
        done=numbers_in(request.GET.get("done", "")), refused=refusals_in(request.GET.get("refused", ""))
    )
    return _inbox_page(request, participant, token, just)


def _inbox_page(
    request: HttpRequest, participant: Participant, token: str, just: JustAnswered, *, only: int = 0
) -> HttpResponse:
    """The whole page, or for the script that asks in place one row of it."""
    is_batch = request.GET.get("several") == "1"
    screen = inbox_screen(
        participant, token=token, is_batch=is_batch, just=just, now=timezone.now(), only=only
    )
    context = {"screen": screen, "shell": screen["shell"], "token": token, "only": only}
    part = "#one_row" if only else ""
    return render(request, f"matching/answers/inbox.html{part}", context)


@require_POST
@for_participants
def answer(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Each answer for itself: where one is not possible, the others count all the same."""
    given = answers_in(request.POST)
    faults = {one.request: fault for one in given if (fault := _give(request, participant, one))}
    return _after(request, participant, token, [one.request for one in given], faults)


@require_POST
@for_participants
def standing_yes(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """For one need the yes is given beforehand, or no longer; what it answers now is shown as answered."""
    answered: list[int] = []

    def act() -> None:
        found = requests.set_standing_yes(
            participant_id=participant.pk,
            need_id=number_in(request.POST, "need"),
            most=number_in(request.POST, "most"),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        answered.extend(one.pk for one in found)

    if attempt(request, act):
        messages.success(request, _("Your choice is saved."))
    return _after(request, participant, token, answered, {})


@require_POST
@for_participants
def undo(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """The answer is taken back, and the request waits again at the same place."""
    fault = _fault_of(
        lambda: answering.undo_answer(
            request_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    )
    return _after(request, participant, token, [number], {number: fault} if fault else {})


def _after(
    request: HttpRequest,
    participant: Participant,
    token: str,
    ids: Sequence[int],
    faults: Mapping[int, StrEnum],
) -> HttpResponse:
    """Back to the same place, where what became of the answers stands, or why one was not taken."""
    if len(ids) == 1 and request.headers.get("HX-Request"):
        refused = {pk: refusal_message(reason) for pk, reason in faults.items()}
        just = JustAnswered(done=tuple(ids), refused=refused)
        return _inbox_page(request, participant, token, just, only=ids[0])
    before = [pk for pk in numbers_in(request.POST.get("done", "")) if pk not in ids]
    known = {
        "done": ",".join(str(pk) for pk in (*before, *ids)),
        "refused": ",".join(f"{pk}:{reason}" for pk, reason in faults.items()),
    }
    asked = urlencode({name: value for name, value in known.items() if value}, safe=",:")
    place = f"#request-{next(iter((*faults, *ids)))}" if ids else ""
    page = reverse("matching:inbox", args=[token])
    return HttpResponseRedirect(page + (f"?{asked}" if asked else "") + place)


def _give(request: HttpRequest, participant: Participant, one: AnswerInput) -> StrEnum | None:
    """Why the answer was not taken."""
    given: dict[str, Any] = {
        "request_id": one.request,
        "participant_id": participant.pk,
        "has_link": True,
        "by": subject_of(request.user),
        "now": timezone.now(),
    }
    if one.answer == LATER:
        return _fault_of(lambda: answering.put_aside(**given))
    if one.answer == NO:
        return _fault_of(lambda: answering.decline(**given))
    return _fault_of(lambda: answering.accept(kind=one.answer, **given))


def _fault_of(act: Callable[[], object]) -> StrEnum | None:
    """Why the act did not happen. What somebody has answered twice is shown as it stands."""
    try:
        act()
    except Refusal as no:
        return None if no.reason in SAID_BY_STATE else no.reason
    return None


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """The act, or its refusal in words."""
    fault = _fault_of(act)
    if fault:
        messages.error(request, refusal_message(fault))
    return not fault


def _to_results(token: str, ids: list[int]) -> HttpResponseRedirect:
    numbers = ",".join(str(pk) for pk in ids)
    return HttpResponseRedirect(f"{reverse('matching:answered', args=[token])}?of={numbers}")


@require_safe
@for_participants
def answered_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Whatever became of these requests until now: the page says it anew each time."""
    ids = numbers_in(request.GET.get("of", ""))
    screen = results_screen(participant, ids=ids, token=token, now=timezone.now())
    context = {"screen": screen, "shell": screen["shell"], "token": token}
    return render(request, "matching/answers/answered.html", context)


@require_POST
@for_participants
def remedy(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """One of the ways out, by the number under which it was shown."""
    shown = request.POST.get("number", "")
    attempt(
        request,
        lambda: apply_remedy(
            request_id=number,
            participant_id=participant.pk,
            number=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 4 else -1,
            kind=request.POST.get("kind", ""),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _to_results(token, [number])


@require_POST
@for_participants
def ask_room(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Asks the other person to make room, once, then leads to the result of this request."""
    attempt(
        request,
        lambda: ask_other(
            request_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _to_results(token, [number])


@require_POST
@for_participants
def delegate(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """A colleague is asked to go instead."""
    shown = numbers_in(request.POST.get("colleague", ""))
    is_done = attempt(
        request,
        lambda: answering.propose(
            request_id=number,
            participant_id=participant.pk,
            colleague_id=shown[0] if shown else 0,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return redirect("matching:wishes", token=token) if is_done else _to_results(token, [number])
