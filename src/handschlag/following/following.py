"""To follow something, to choose how to be told of it, and the pages for both."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from handschlag.accounts.access import SignedInRequest, signed_in
from handschlag.accounts.models import User
from handschlag.accounts.policy import Action, Subject, require
from handschlag.accounts.sessions import safe_next
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.web import number_in, outcome_message
from handschlag.following import news
from handschlag.following.models import (
    KEY_LENGTH,
    FollowedKind,
    Following,
    PauseReason,
    Subscription,
    WeeklyEmail,
)
from handschlag.following.news import Followed

MOST_FOLLOWED: Final = 200
MOST_SEARCHES: Final = 20  # of those: each is a search anew, for every email and for the feed
NO_PAUSE: Final[dict[str, Any]] = {"paused_at": None, "pause_reason": ""}


class FollowingFault(Reason):
    UNKNOWN = "unknown", gettext_lazy("This page no longer exists, so there is nothing to follow.")
    TOO_MANY = (
        "too_many",
        gettext_lazy("You follow 200 pages and searches already. Stop following one of them first."),
    )
    SEARCHES = "searches", gettext_lazy("You follow 20 searches already. Stop following one of them first.")
    STALE = (
        "stale",
        gettext_lazy("Your choice was changed in another browser window. Check it and save again."),
    )


# --- verbs -----------------------------------------------------------------------------------------


@transaction.atomic
def follow(*, followed: Followed, by: Subject, now: datetime) -> bool:
    """The person is told of this from now on; False where they were already."""
    user_id = _person(by)
    if len(followed.key) > KEY_LENGTH or followed not in news.things_of([followed]):
        raise Refusal(FollowingFault.UNKNOWN)
    # Two windows at once: the second waits here, so that nobody follows more than the most.
    User.objects.select_for_update().get(pk=user_id)
    mine = Following.objects.filter(user=user_id)
    if mine.filter(kind=followed.kind, key=followed.key).exists():
        return False
    if mine.count() >= MOST_FOLLOWED:
        raise Refusal(FollowingFault.TOO_MANY)
    is_search = followed.kind == FollowedKind.SEARCH
    if is_search and mine.filter(kind=FollowedKind.SEARCH).count() >= MOST_SEARCHES:
        raise Refusal(FollowingFault.SEARCHES)
    Subscription.objects.get_or_create(user_id=user_id, defaults={"told_until": now})
    row = Following.objects.create(user_id=user_id, kind=followed.kind, key=followed.key, since=now)
    audit.record(verb="following.begun", target=row, by_id=user_id, now=now)
    return True


@transaction.atomic
def unfollow(*, followed: Followed, by: Subject, now: datetime) -> bool:
    """Nothing more is told of this; False where it was not followed."""
    user_id = _person(by)
    row = Following.objects.filter(user=user_id, kind=followed.kind, key=followed.key).first()
    if row is None:
        return False
    audit.record(verb="following.ended", target=row, by_id=user_id, now=now)
    row.delete()
    return True


@transaction.atomic
def choose(*, is_by_email: bool, is_by_feed: bool, version: int, by: Subject, now: datetime) -> None:
    """By email, by feed, by both or by neither. Who turns the email on is told what comes from now on."""
    mine = _locked(by)
    if mine.version != version:
        raise Refusal(FollowingFault.STALE)
    _change(
        mine,
        "following.chosen",
        now=now,
        is_by_email=is_by_email,
        is_by_feed=is_by_feed,
        told_until=now if is_by_email and not mine.is_by_email else mine.told_until,
    )


@transaction.atomic
def pause(*, by: Subject, now: datetime) -> None:
    """No emails until the person says so."""
    mine = _locked(by)
    if mine.paused_at is None:
        _change(mine, "following.paused", now=now, paused_at=now, pause_reason=PauseReason.OWN_WISH)


@transaction.atomic
def resume(*, by: Subject, now: datetime) -> None:
    """Emails again; of what was new meanwhile the page of the person tells."""
    mine = _locked(by)
    if mine.paused_at is not None:
        _change(mine, "following.resumed", now=now, told_until=now, **NO_PAUSE)


@transaction.atomic
def renew_feed(*, by: Subject, now: datetime) -> None:
    """The feed has another secret address; the old one answers nobody."""
    mine = _locked(by)
    _change(mine, "following.feed_renewed", now=now, feed_number=mine.feed_number + 1)


@transaction.atomic
def end_emails(*, subscription_id: int, now: datetime) -> None:
    """Whoever holds the link of an email ends the emails; what is followed stays."""
    mine = Subscription.objects.select_for_update().filter(pk=subscription_id, is_by_email=True).first()
    if mine is not None:
        _change(mine, "following.emails_ended", now=now, is_by_email=False, **NO_PAUSE)


def _person(by: Subject) -> int:
    require(by, Action.FOLLOW, owns=by.user_id is not None)
    assert by.user_id is not None
    return by.user_id


def _locked(by: Subject) -> Subscription:
    """The person's own row."""
    found = Subscription.objects.select_for_update().filter(user=_person(by)).first()
    if found is None:
        raise Refusal(FollowingFault.STALE)
    return found


def _change(mine: Subscription, verb: str, *, now: datetime, **values: Any) -> None:
    mine.change(verb, now=now, by_id=mine.user_id, **values)


# --- pages -----------------------------------------------------------------------------------------


@signed_in(Action.FOLLOW, methods="GET")
def overview_page(request: SignedInRequest) -> HttpResponse:
    """What is followed, how one is told, what the next email would say, and the ones before."""
    now, user = timezone.now(), request.user
    subscription = Subscription.objects.filter(user=user).first()
    followed = news.followed_by([user.pk]).get(user.pk, ())
    things = news.things_of(followed)
    coming = []
    if subscription and followed:
        since = max(subscription.told_until, now - news.LONGEST_BACK)
        coming = news.lines_for(followed, things, since=since, until=now)
    kinds = {
        kind.label: [(each, things[each]) for each in followed if each.kind == kind and each in things]
        for kind in FollowedKind
    }
    feed_url = ""
    if subscription and subscription.is_by_feed:
        feed_url = settings.BASE_URL + reverse("following:feed", args=[subscription.feed_token])
    context = {
        "subscription": subscription,
        "where": where_news_stands(subscription),
        "followed": followed,
        "kinds": {label: rows for label, rows in kinds.items() if rows},
        "lost": [each for each in followed if each not in things],
        "coming": news.grouped(coming, news.MOST_LINES),
        "coming_more": max(0, len(coming) - news.MOST_LINES),
        "next_at": news.next_email(now.astimezone(news.BERLIN)),
        "emails": WeeklyEmail.objects.filter(user=user),
        "feed_url": feed_url,
    }
    return render(request, "following/overview.html", context)


@signed_in(Action.FOLLOW)
def follow_page(request: SignedInRequest) -> HttpResponse:
    """Whoever is signed in follows by one press; others sign in first and come back to the question."""
    followed = _followed_in(request)
    thing = news.things_of([followed]).get(followed)
    if request.method == "POST":
        return _follow(request, followed, thing)
    subscription = Subscription.objects.filter(user=request.user).first()
    context = {
        "thing": thing,
        "followed": followed,
        "is_followed": news.follows(request.user.pk, followed),
        "is_emailed": subscription is None or subscription.is_emailed,
        "where": where_news_stands(subscription),
    }
    return render(request, "following/new.html", context, status=200 if thing else 404)


def _follow(request: SignedInRequest, followed: Followed, thing: news.Thing | None) -> HttpResponse:
    with outcome_message(request):
        is_new = follow(followed=followed, by=request.user.subject, now=timezone.now())
        title = {"title": thing.title if thing else followed.key}
        if is_new:
            where = where_news_stands(Subscription.objects.filter(user=request.user).first())
            messages.success(request, f"{_('You follow “%(title)s”.') % title} {where}")
        else:
            messages.info(request, _("You follow “%(title)s” already.") % title)
        return redirect(safe_next(request) or "following:overview")
    return redirect("following:overview")


@signed_in(Action.FOLLOW, methods="POST")
def unfollow_page(request: SignedInRequest) -> HttpResponse:
    """Stops following something."""
    if unfollow(followed=_followed_in(request), by=request.user.subject, now=timezone.now()):
        messages.success(request, _("You no longer follow it."))
    return redirect(safe_next(request) or "following:overview")


@signed_in(Action.FOLLOW, methods="POST")
def choose_page(request: SignedInRequest) -> HttpResponse:
    """Email, feed, both or neither."""
    ticked = request.POST.getlist("way")
    with outcome_message(request, _("Your choice is saved.")):
        choose(
            is_by_email="email" in ticked,
            is_by_feed="feed" in ticked,
            version=number_in(request.POST, "version"),
            by=request.user.subject,
            now=timezone.now(),
        )
    return redirect("following:overview")


@signed_in(Action.FOLLOW, methods="POST")
def pause_page(request: SignedInRequest) -> HttpResponse:
    """No emails for a while, or emails again."""
    if request.POST.get("do") == "resume":
        change, success = resume, _("You get emails again, the next one on Monday.")
    else:
        change, success = pause, _("You get no emails until you resume them here.")
    with outcome_message(request, success):
        change(by=request.user.subject, now=timezone.now())
    return redirect("following:overview")


@signed_in(Action.FOLLOW, methods="POST")
def renew_feed_page(request: SignedInRequest) -> HttpResponse:
    """Another secret address for the feed."""
    with outcome_message(request, _("Your feed has a new address. The old one no longer works.")):
        renew_feed(by=request.user.subject, now=timezone.now())
    return redirect("following:overview")


@signed_in(Action.FOLLOW, methods="GET")
def email_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of the own emails, with all of its lines."""
    email = get_object_or_404(WeeklyEmail, pk=pk, user=request.user)
    with translation.override(email.language):
        heading = _("What was new")
    groups = news.grouped(email.lines, len(email.lines))
    return render(request, "following/email.html", {"email": email, "groups": groups, "heading": heading})


# Without a form token: the button of a mail program sends none (RFC 8058); the secret address is the proof.
@csrf_exempt
@never_cache
@require_http_methods(("GET", "HEAD", "POST"))
def end_page(request: HttpRequest, token: str) -> HttpResponse:
    """One press ends the emails; whoever merely follows the address, as programs do, sees the button."""
    subscription = Subscription.objects.of_end_link(token).first()
    if subscription is None:
        raise Http404
    is_post = request.method == "POST"
    if is_post:
        end_emails(subscription_id=subscription.pk, now=timezone.now())
    context = {"is_ended": is_post or not subscription.is_by_email}
    response = render(request, "following/end.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def where_news_stands(subscription: Subscription | None) -> str:
    """By the choice of the person; whoever follows something for the first time gets emails."""
    if subscription is None or subscription.is_emailed:
        return _("What is new is in your email on Monday.")
    if subscription.is_by_feed:
        return _("What is new is in your personal feed. You get no emails at present.")
    return _("What is new is on the page “What you follow”. You get no emails at present.")


def _followed_in(request: HttpRequest) -> Followed:
    """What an address or a form names; what makes no sense is nothing that anybody could follow."""
    named = request.POST if request.method == "POST" else request.GET
    return Followed(named.get("kind", "")[:10], named.get("key", "").replace("\0", ""))
