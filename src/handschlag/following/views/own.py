"""What somebody follows: their page, and the forms on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, require
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.following.actions import following
from handschlag.following.labels import where_news_stands
from handschlag.following.models import WeeklyEmail
from handschlag.following.queries.followed import follows, things_of
from handschlag.following.queries.overview import overview_of
from handschlag.following.queries.subscriptions import subscription_of
from handschlag.following.rules.news import Followed
from handschlag.following.screens.overview import email_screen, overview_screen


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is followed, how one is told, what the next email would say, and the ones before."""
    user = _reader(request)
    now = timezone.now()
    screen = overview_screen(overview_of(user.pk, now=now), now=now)
    return render(request, "following/overview.html", {"screen": screen, "reader": user})


@never_cache
@require_http_methods(("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in follows by one press; others sign in first and come back to the question."""
    user = _reader(request)
    if request.method == "POST":
        return _follow(request)
    followed = _followed_in(request)
    thing = things_of([followed]).get(followed)
    subscription = subscription_of(user.pk)
    context = {
        "thing": thing,
        "followed": followed,
        "is_followed": follows(user.pk, followed),
        "is_emailed": subscription is None or subscription.is_emailed,
        "where": where_news_stands(subscription),
    }
    return render(request, "following/new.html", context, status=200 if thing else 404)


def _follow(request: HttpRequest) -> HttpResponse:
    followed = _followed_in(request)
    try:
        is_new = following.follow(followed=followed, by=subject_of(request.user), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal.reason))
        return redirect("following:overview")
    title = things_of([followed])[followed].title
    if is_new:
        begun = _("You follow “%(title)s”.") % {"title": title}
        messages.success(request, f"{begun} {where_news_stands(subscription_of(_reader(request).pk))}")
    else:
        messages.info(request, _("You follow “%(title)s” already.") % {"title": title})
    return redirect(sessions.safe_next(request) or "following:overview")


@never_cache
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stops following something."""
    followed = _followed_in(request)
    if following.unfollow(followed=followed, by=subject_of(request.user), now=timezone.now()):
        messages.success(request, _("You no longer follow it."))
    return redirect(sessions.safe_next(request) or "following:overview")


@never_cache
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Email, feed, both or neither."""
    ticked, version = set(request.POST.getlist("way")), request.POST.get("version", "")
    try:
        following.choose(
            is_by_email="email" in ticked,
            is_by_feed="feed" in ticked,
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal.reason))
    else:
        messages.success(request, _("Your choice is saved."))
    return redirect("following:overview")


@never_cache
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """No emails for a while, or emails again."""
    try:
        if request.POST.get("do") == "resume":
            following.resume(by=subject_of(request.user), now=timezone.now())
            messages.success(request, _("You get emails again, the next one on Monday."))
        else:
            following.pause(by=subject_of(request.user), now=timezone.now())
            messages.success(request, _("You get no emails until you resume them here."))
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal.reason))
    return redirect("following:overview")


@never_cache
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Another secret address for the feed."""
    try:
        following.renew_feed(by=subject_of(request.user), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal.reason))
    else:
        messages.success(request, _("Your feed has a new address. The old one no longer works."))
    return redirect("following:overview")


@never_cache
@require_safe
def email(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the own emails, with all of its lines."""
    found = get_object_or_404(WeeklyEmail, pk=pk, user=_reader(request))
    return render(request, "following/email.html", {"email": found, "screen": email_screen(found)})


def _reader(request: HttpRequest) -> User:
    """Whoever is signed in; `Denied` for a visitor."""
    user = request.user
    require(subject_of(user), Action.FOLLOW, owns=user.is_authenticated)
    assert isinstance(user, User)
    return user


def _followed_in(request: HttpRequest) -> Followed:
    """What an address or a form names; what makes no sense is nothing that anybody could follow."""
    named = request.POST if request.method == "POST" else request.GET
    return Followed(named.get("kind", "")[:10], named.get("key", "").replace("\0", ""))
