"""Partners of an actor, all year: for the actor's own people, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may_awake, require
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.web import page_number, refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import OneLine
from handschlag.directory.entries import entered_actors, has_entered
from handschlag.directory.models import Actor, Direction, Statement
from handschlag.directory.public import is_public, of_public_actors, public_actors
from handschlag.matching import reasons as reasons_in_words
from handschlag.matching.models import Interest, InterestState, PartnerSearch, SuggestedPartner
from handschlag.matching.partner_search import interests, lists, rules
from handschlag.matching.partner_search.rules import (
    INTERESTS_A_WEEK,
    LONGEST_PURPOSE,
    SHORTEST_PURPOSE,
    Contact,
    has_people,
    seen_from_the_other_side,
)
from handschlag.matching.people import Card, StatementLine, networks_by_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerCard:
    """An actor with what it says; `is_mine` where whoever looks speaks for it, too."""

    actor: Actor
    card: Card
    is_mine: bool


def partner_search_of(actor_id: int) -> PartnerSearch | None:
    """None where the actor looks for nobody."""
    return PartnerSearch.objects.filter(actor=actor_id).first()


def suggested_to(actor_id: int) -> list[SuggestedPartner]:
    """The list in its order, without those that are not public any more or have nobody of their own."""
    rows = SuggestedPartner.objects.filter(
        of_public_actors("partner__actor__"), has_people("partner__actor_id"), search__actor=actor_id
    )
    return list(rows.select_related("partner").order_by("position"))


def lines_towards(actor_id: int, others: Collection[int]) -> dict[int, SuggestedPartner]:
    """By actor: the line of its list that names this one."""
    rows = SuggestedPartner.objects.filter(search__actor__in=others, partner__actor=actor_id)
    return {one.search.actor_id: one for one in rows.select_related("search")}


def partner_cards(ids: Collection[int], *, by: Subject) -> dict[int, PartnerCard]:
    """Those of these actors that are public."""
    rows = public_actors().filter(pk__in=ids).select_related("land", "parent")
    networks = networks_by_actor(ids)
    lines = _lines_of(ids)
    mine = set(entered_actors(by).filter(actor_id__in=ids).values_list("actor_id", flat=True))
    return {
        row.pk: PartnerCard(
            actor=row,
            card=_card_of(row, networks.get(row.pk, {}), lines[row.pk]),
            is_mine=row.pk in mine,
        )
        for row in rows
    }


def _card_of(actor: Actor, networks: Mapping[int, str], lines: Mapping[str, list[StatementLine]]) -> Card:
    return Card(
        id=actor.pk,
        name=actor.name,
        organisation="",
        role="",
        place=actor.seat,
        said={},
        networks=networks,
        offers=tuple(lines.get(Direction.OFFER, ())),
        needs=tuple(lines.get(Direction.NEED, ())),
        is_demo=actor.is_demo,
    )


def _lines_of(ids: Collection[int]) -> dict[int, dict[str, list[StatementLine]]]:
    """As each reads in the language of the page."""
    found: dict[int, dict[str, list[StatementLine]]] = defaultdict(lambda: defaultdict(list))
    for row in Statement.objects.filter(actor_id__in=ids).order_by("actor_id", "position", "pk"):
        own = found[row.actor_id][row.direction]
        own.append(
            StatementLine(
                id=row.pk,
                direction=row.direction,
                number=len(own) + 1,
                text=pick(row.text_de, row.text_en),
                language="",
                concepts=(),
            )
        )
    return found


def own_searches(by: Subject, *, now: datetime) -> QuerySet[Actor]:
    """Actors for which this person speaks, public or looking, first those that have to answer somebody."""
    waiting = of_public_actors("") & Q(
        interests_received__state=InterestState.OPEN,
        interests_received__expires_at__gt=now,
        partner_search__isnull=False,
    )
    return (
        Actor.objects.filter(of_public_actors("") | Q(partner_search__isnull=False, merged_into=None))
        .filter(pk__in=entered_actors(by).values("actor_id"))
        .annotate(waiting=Count("interests_received", filter=waiting))
        .select_related("partner_search")
        .order_by("-waiting", F("partner_search__since").asc(nulls_last=True), "name", "pk")
    )


class InterestForm(forms.Form):
    """One line: it is all that the other side reads of whoever asks."""

    purpose = OneLine(
        label=gettext_lazy("What would you like to talk about?"),
        min_length=SHORTEST_PURPOSE,
        max_length=LONGEST_PURPOSE,
        help_text=gettext_lazy(
            "One line of 20 to 200 characters. The other organisation reads it, and nobody else."
        ),
    )


type Reasons = Sequence[Mapping[str, Any]]
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartnerRow:
    """Another actor, why it fits, and what is between the two."""

    actor: Actor
    place: str
    why: Any
    marks: tuple[str, ...]
    is_mine: bool
    interest: Interest | None = None
    contact: Contact | None = None


def partners_screen(actor: Actor, *, by: Subject, now: datetime) -> dict[str, Any]:
    """What the actor's people see; without a search only what it would be, and the contacts there are."""
    search = partner_search_of(actor.pk)
    between = rules.interests_of(actor.pk, now=now)
    lines = suggested_to(actor.pk) if search else []
    unwanted = rules.unwanted_of(actor.pk) if search else ()
    over = {rules.other_of(one, actor.pk).pk for one in between.unanswered}
    page = _Page(actor, by=by, lines=lines, others=between.others | over)
    hidden = between.others | {one.pk for one in unwanted}
    asked = between.received if search else ()
    return {
        "actor": actor,
        "crumbs": (*_crumbs_of(actor), Crumb(_("Partners for us"))),
        "search": search,
        "says_nothing": not (page.own.offers or page.own.needs),
        "rows": [page.row(one.partner.actor_id) for one in lines if one.partner.actor_id not in hidden],
        "received": page.rows(asked),
        "declined": page.rows(between.declined if search else ()),
        "sent": page.rows(between.sent if search else ()),
        "unanswered": page.rows(between.unanswered if search else ()),
        "agreed": page.rows(between.agreed),
        "unwanted": unwanted,
        "left": rules.interests_left_of(actor.pk, now=now),
        "budget": INTERESTS_A_WEEK,
    }


def interest_screen(actor: Actor, other: int, *, by: Subject, now: datetime) -> dict[str, Any] | None:
    """What is asked, or what the other one has asked already; None where that one is not on the list."""
    lines = [one for one in suggested_to(actor.pk) if one.partner.actor_id == other]
    if not lines:
        return None
    page = _Page(actor, by=by, lines=lines, others=frozenset())
    return {
        "actor": actor,
        "crumbs": (*_crumbs_of(actor), Crumb(_("Express interest"))),
        "row": page.row(other, rules.received_from(other, actor.pk, now=now)),
        "purpose": page.purpose(other),
        "left": rules.interests_left_of(actor.pk, now=now),
        "shortest": SHORTEST_PURPOSE,
        "longest": LONGEST_PURPOSE,
    }


def overview_screen(by: Subject, *, page: int, now: datetime) -> dict[str, Any]:
    """All actors for which this person speaks."""
    return {
        "crumbs": (Crumb(_("Your networks"), reverse("directory:manage")), Crumb(_("Your partners"))),
        "rows": Paginator(own_searches(by, now=now), PER_PAGE).get_page(page),
    }


def _crumbs_of(actor: Actor) -> tuple[Crumb, ...]:
    """The way to the actor."""
    return (
        Crumb(_("Your partners"), reverse("matching:partner_overview")),
        Crumb(actor.name, reverse("directory:manage_actor", args=[actor.slug])),
    )


class _Page:
    """What several rows share: everybody's cards, and the reasons of each pair as the actor reads them."""

    def __init__(
        self, actor: Actor, *, by: Subject, lines: Sequence[SuggestedPartner], others: frozenset[int]
    ) -> None:
        ids = {actor.pk, *others, *(one.partner.actor_id for one in lines)}
        self._actor = actor
        self._cards = partner_cards(ids, by=by)
        self.own = self._cards[actor.pk].card
        self._mine: dict[int, StatementLine] = {one.id: one for one in (*self.own.offers, *self.own.needs)}
        self._reasons: dict[int, Reasons] = {
            pk: seen_from_the_other_side(one.reasons) for pk, one in lines_towards(actor.pk, others).items()
        }
        self._reasons |= {one.partner.actor_id: one.reasons for one in lines}

    def rows(self, interests: Sequence[Interest]) -> list[_PartnerRow]:
        """Of those whose other side is public still."""
        contacts = rules.contacts_of(interests, self._actor.pk)
        found = []
        for one in interests:
            other = rules.other_of(one, self._actor.pk)
            if other.pk in self._cards:
                found.append(replace(self.row(other.pk, one), contact=contacts.get(one.pk)))
        return found

    def row(self, other: int, interest: Interest | None = None) -> _PartnerRow:
        found = self._cards[other]
        reasons = self._reasons.get(other, ())
        return _PartnerRow(
            actor=found.actor,
            place=found.card.place,
            why=reasons_in_words.why_of(found.card, reasons, self._mine) if reasons else None,
            marks=self._marks(found),
            is_mine=found.is_mine,
            interest=interest,
        )

    def purpose(self, other: int) -> str:
        """A topic to begin with."""
        card, reasons = self._cards[other].card, self._reasons.get(other, ())
        return reasons_in_words.purpose_of(card, reasons, self._mine)

    def _marks(self, other: PartnerCard) -> tuple[str, ...]:
        """Whom they know anyway is suggested, too, and marked."""
        own = self._cards[self._actor.pk]
        shared = [name for pk, name in other.card.networks.items() if pk in own.card.networks]
        found = []
        if _house(own.actor) & _house(other.actor):
            found.append(_("part of your organisation"))
        if shared:
            found.append(_("with you in “%(network)s”") % {"network": shared[0]})
        return tuple(found)


def _house(actor: Actor) -> set[int]:
    return {actor.pk} | ({actor.parent_id} if actor.parent_id else set())


UNFIT = 422


def _own(request: HttpRequest, slug: str) -> tuple[Actor, Subject]:
    """The actor, for its own people only; one that is not public may still end its search."""
    by = subject_of(request.user)
    if by.user_id is None:
        require(by, Action.FIND_PARTNERS)
    actor = Actor.objects.filter(slug=slug, merged_into=None).first()
    if actor is None:
        raise Http404
    owns = has_entered(by, actor.pk)
    if not may_awake(by, Action.FIND_PARTNERS, owns=owns):
        raise Http404
    require(by, Action.FIND_PARTNERS, owns=owns)
    return actor, by


def _own_public(request: HttpRequest, slug: str) -> tuple[Actor, Subject]:
    actor, by = _own(request, slug)
    if not is_public(actor):
        raise Http404
    return actor, by


@require_safe
def partner_overview_page(request: HttpRequest) -> HttpResponse:
    """All actors for which this person speaks."""
    by = subject_of(request.user)
    require(by, Action.FIND_PARTNERS, owns=True)
    screen = overview_screen(by, page=page_number(request), now=timezone.now())
    return render(request, "matching/partners/overview.html", {"screen": screen})


@require_safe
def partners_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The list with its reasons, who asked whom, and contacts."""
    actor, by = _own_public(request, slug)
    screen = partners_screen(actor, by=by, now=timezone.now())
    return render(request, "matching/partners/partners.html", {"screen": screen})


@require_POST
def partner_search(request: HttpRequest, slug: str) -> HttpResponse:
    """The actor takes part from now on, or no longer."""
    actor, by = _own(request, slug)
    is_begun = request.POST.get("do") == "begin"
    act: Callable[..., Any] = lists.begin_search if is_begun else lists.end_search
    words = (
        _("Your organisation looks for partners now. The list is ready within a minute.")
        if is_begun
        else _("Your organisation no longer looks for partners. The list is deleted.")
    )
    return _done(request, actor, lambda: act(actor_id=actor.pk, by=by, now=timezone.now()), words)


@require_http_methods(["GET", "HEAD", "POST"])
def interest_page(request: HttpRequest, slug: str, other: int) -> HttpResponse:
    """One line of purpose to an organisation on the list."""
    actor, by = _own_public(request, slug)
    now = timezone.now()
    screen = interest_screen(actor, other, by=by, now=now)
    if screen is None:
        raise Http404
    initial = {"purpose": screen["purpose"]}
    form, fault = InterestForm(request.POST if request.method == "POST" else None, initial=initial), ""
    if form.is_bound and form.is_valid():
        try:
            made = interests.express_interest(
                actor_id=actor.pk, other_id=other, purpose=form.cleaned_data["purpose"], by=by, now=now
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            is_agreed = made.state == InterestState.AGREED
            messages.success(
                request,
                _("Both have said yes. You find the contact below.")
                if is_agreed
                else _("Your interest is sent. The other organisation has 30 days to answer."),
            )
            return redirect("matching:partners", slug)
    context = {"screen": screen, "form": form, "fault": fault}
    return render(request, "matching/partners/interest.html", context, status=UNFIT if form.is_bound else 200)


@require_POST
def change_unwanted(request: HttpRequest, slug: str, other: int) -> HttpResponse:
    """Rather not; or after all."""
    actor, by = _own_public(request, slug)
    is_cleared = request.POST.get("do") == "clear"
    act = lists.clear_unwanted if is_cleared else lists.set_unwanted
    words = (
        _("The organisation may stand on your list again.")
        if is_cleared
        else _("Taken off your list. Nobody else learns of it. You can undo it at the end of this page.")
    )
    return _done(
        request, actor, lambda: act(actor_id=actor.pk, other_id=other, by=by, now=timezone.now()), words
    )


@require_POST
def answer_interest(request: HttpRequest, slug: str, other: int) -> HttpResponse:
    """Yes, no or later to somebody's interest; or one's own is withdrawn."""
    actor, by = _own_public(request, slug)
    answers: dict[str, tuple[Callable[..., Any], str]] = {
        "yes": (interests.say_yes, _("Both have said yes. You find the contact below.")),
        "no": (interests.say_no, _("You said no. Nobody is told. You can still change your mind.")),
        "later": (interests.say_later, _("Put off. You can answer until the time is over.")),
        "withdraw": (interests.withdraw_interest, _("Your interest is withdrawn.")),
    }
    if request.POST.get("do") not in answers:
        raise Http404
    act, words = answers[request.POST["do"]]
    return _done(
        request, actor, lambda: act(actor_id=actor.pk, other_id=other, by=by, now=timezone.now()), words
    )


def _done(request: HttpRequest, actor: Actor, act: Callable[[], Any], words: str) -> HttpResponse:
    """What became of it stands at the head of the page."""
    try:
        act()
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, words)
    if is_public(actor):
        return redirect("matching:partners", actor.slug)
    return redirect("matching:partner_overview")
