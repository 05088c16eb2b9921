"""What becomes public with one click, and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_short_moment
from handschlag.events.models import Event
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.rules.published import Content, digest_of
from handschlag.statistics.rules.refusals import PublishRefusal
from handschlag.statistics.screens.published import PublishedScreen

WORDS: Final[Mapping[PublishRefusal, Promise | str]] = {
    PublishRefusal.NOT_OVER: gettext_lazy("The event is not over yet: its figures are published afterwards."),
    PublishRefusal.TOO_FEW: gettext_lazy("Fewer than three people took part: nothing can be published."),
    PublishRefusal.CHANGED: gettext_lazy(
        "The figures have changed since you viewed them. Nothing was published. Check them again."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReviewScreen:
    standing: str
    digest: str
    is_public: bool
    is_same: bool
    public_url: str
    back_url: str
    shown: PublishedScreen


def review_screen(
    event: Event, content: Content, shown: PublishedScreen, *, public: PublicFigures | None
) -> _ReviewScreen:
    """What would be published, whether it differs from what is public, and the digest to confirm."""
    digest = digest_of(content)
    return _ReviewScreen(
        standing=_standing_of(public, digest),
        digest=digest,
        is_public=public is not None,
        is_same=public is not None and public.digest == digest,
        public_url=reverse("statistics:event", args=[event.slug]) if public else "",
        back_url=reverse("statistics:report", args=[event.slug]),
        shown=shown,
    )


def _standing_of(public: PublicFigures | None, digest: str) -> str:
    if public is None:
        return _("Nothing is public yet.")
    said = _("Public since %(at)s.") % {"at": format_short_moment(public.published_at)}
    if public.digest == digest:
        return f"{said} " + _("Exactly these figures.")
    return f"{said} " + _("The figures have changed since then; the current ones are below.")
