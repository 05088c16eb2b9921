"""`{% load participant %}`: the parts of a participant's pages. Each draws one thing and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from handschlag.design import icons, plots
from handschlag.design.components.participant import (
    Ballot,
    Clash,
    Day,
    HeadFigure,
    MatchReason,
    Move,
    Phrase,
    RemedyCards,
)
from handschlag.design.components.parts import Link

register = template.Library()
FOLDER: Final = "design/participant"
WORDS: Final = {
    "must": gettext_lazy("Must meet"),
    "want": gettext_lazy("Want to meet"),
    "maybe": gettext_lazy("Maybe"),
    "rather_not": gettext_lazy("Rather not"),
}


@register.simple_tag
def wish_glyph(value: Literal["must", "want", "maybe", "rather_not"]) -> SafeString:
    """The drawing of a wish; its word stands beside it in the page."""
    return icons.wish(value)


@register.simple_tag
def small_hand(filled: bool) -> SafeString:
    """A hand, 15 pixels wide, full or as an outline."""
    return icons.small_hand(filled=filled)


@register.inclusion_tag(f"{FOLDER}/ballot.html")
def ballot(ballot: Ballot) -> dict[str, Any]:
    """A wish: four radios, none chosen beforehand."""
    options = [(value, word, value == ballot.chosen, value in ballot.locked) for value, word in WORDS.items()]
    return {"ballot": ballot, "options": options}


@register.inclusion_tag(f"{FOLDER}/tallies.html")
def tallies(tallies: Sequence[HeadFigure]) -> dict[str, Any]:
    """Few figures at the head of a page: a budget, a number, a date."""
    return {"tallies": tallies}


@register.inclusion_tag(f"{FOLDER}/reasons.html")
def reasons(reasons: Sequence[MatchReason]) -> dict[str, Any]:
    """Who, what you get, what you give, your wish: a ledger under one head."""
    return {"reasons": reasons, "has_ballots": any(reason.ballot for reason in reasons)}


@register.inclusion_tag(f"{FOLDER}/evidence.html")
def evidence(phrase: Phrase, side: Literal["theirs", "yours"]) -> dict[str, Any]:
    """A sentence with its evidence marked: in red lead where it is theirs, in petrol where it is yours."""
    return {"phrase": phrase, "side": side}


@register.inclusion_tag(f"{FOLDER}/who.html")
def who(name: str, sub: str = "", *, url: str = "", level: int = 2, is_firm: bool = True) -> dict[str, Any]:
    """Somebody as a heading: the hand, the name, and where from."""
    return {"name": name, "sub": sub, "url": url, "tag": f"h{level}", "is_firm": is_firm}


@register.inclusion_tag(f"{FOLDER}/standing.html")
def standing(state: str, word: str, sub: str = "", *, url: str = "") -> dict[str, Any]:
    """A pair with its word beside it, as a line of a list."""
    return {"state": state, "word": word, "sub": sub, "url": url}


@register.inclusion_tag(f"{FOLDER}/guarantee.html")
def guarantee(
    text: str, *, limit: str = "", title: str = "", undo: Link | None = None, moves: bool = False
) -> dict[str, Any]:
    """The only green box: a meeting will take place. `text` says what was checked, and when."""
    words = {
        "title": title or gettext("Confirmed. We will tell you the time."),
        "limit": limit or gettext("Based on the times and tables known so far."),
    }
    return words | {"text": text, "undo": undo, "moves": moves}


@register.inclusion_tag(f"{FOLDER}/clash.html")
def clash(clash: Clash, *, title: str = "", moves: bool = False) -> dict[str, Any]:
    """A yes that does not work out yet: the reason, and the same slots twice."""
    return {
        "clash": clash,
        "title": title or gettext("Your yes is not possible yet."),
        "moves": moves,
    }


@register.inclusion_tag(f"{FOLDER}/ways.html", takes_context=True)
def ways_out(context: template.Context, ways: RemedyCards) -> dict[str, Any]:
    """Up to three numbered ways, outside the box of the clash."""
    return {"ways": ways, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{FOLDER}/thread.html")
def day_thread(day: Day, label: str = "") -> dict[str, Any]:
    """A day on a true scale of time: a list, and beside it the line that one walks."""
    return {"day": day, "drawn": list(plots.render_thread(day.stops)), "label": label}


@register.inclusion_tag(f"{FOLDER}/fix_scale.html")
def fix_scale(fixed: str, event: str, *, today: str = "", word: str = "") -> dict[str, Any]:
    """From today to the event: dashed while times may move, solid once they are fixed."""
    return {
        "today": today or gettext("today"),
        "fixed": fixed,
        "word": word or gettext("all fixed"),
        "event": event,
    }


@register.inclusion_tag(f"{FOLDER}/moved.html")
def moved(move: Move) -> dict[str, Any]:
    """The old time struck out, the new one bold, and why."""
    return {"move": move}
