"""Who comes: whoever has not answered first, those on whom most others rely before the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import sortable_moment
from handschlag.design.components.organiser import Fact, Mark, Shape
from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.queries.confirmations import Answer, ExpectedPerson

SHOWN: Final = 50
_LABELS: Final[Mapping[Answer, str | Promise]] = {
    Answer.SILENT: gettext_lazy("No answer"),
    Answer.COMES: gettext_lazy("Coming"),
    Answer.LEFT: gettext_lazy("Left matchmaking"),
}
_SHAPES: Final[Mapping[Answer, Shape]] = {Answer.SILENT: "wait", Answer.COMES: "ok", Answer.LEFT: "off"}


def answer_in(value: str) -> Answer | None:
    """The answer that an address asks to see; what cannot be read counts as all."""
    return next((one for one in Answer if one.value == value), None)


def confirmations_screen(
    event: Event, people: Sequence[ExpectedPerson], answer: Answer | None, *, is_all: bool
) -> dict[str, Any]:
    """How many come, and of those with this answer the first."""
    here = reverse("matching:confirmations", args=[event.slug])
    silent = [one for one in people if one.answer is Answer.SILENT]
    shown = chosen(people, answer)
    return {
        "facts": [_fact(one, people, here=here) for one in Answer],
        "filters": _filters(people, answer, here=here),
        "answer": answer,
        "rows": [
            (one, Mark(_SHAPES[one.answer], str(_LABELS[one.answer])))
            for one in (shown if is_all else shown[:SHOWN])
        ],
        "count": len(shown),
        "is_asked": any(one.asked_at for one in people),
        "silent": len(silent),
        "depending": sum(one.meetings for one in silent),
    }


def chosen(people: Sequence[ExpectedPerson], answer: Answer | None) -> list[ExpectedPerson]:
    """Those with this answer, or all of them; whoever has not answered first."""
    order = list(Answer)
    found = [one for one in people if answer in {None, one.answer}]
    return sorted(found, key=lambda one: order.index(one.answer))


def confirmation_lines(people: Sequence[ExpectedPerson]) -> Iterator[Sequence[str]]:
    """The list as a table."""
    yield (
        _("Name"),
        _("Organisation"),
        _("Phone"),
        _("Meetings"),
        _("Asked on"),
        _("Answer"),
        _("Answered at"),
    )
    for one in people:
        yield (
            one.who.name,
            one.who.organisation,
            one.who.phone,
            str(one.meetings),
            sortable_moment(one.asked_at) if one.asked_at else "",
            str(_LABELS[one.answer]),
            sortable_moment(one.answered_at) if one.answered_at else "",
        )


def _fact(answer: Answer, people: Sequence[ExpectedPerson], *, here: str) -> Fact:
    number = sum(one.answer is answer for one in people)
    return Fact(label=str(_LABELS[answer]), value=format_number(number), url=f"{here}?answer={answer.value}")


def _filters(people: Sequence[ExpectedPerson], answer: Answer | None, *, here: str) -> Sequence[Link]:
    return tuple(
        Link(
            label=str(_LABELS[one]) if one else _("All"),
            url=f"{here}?answer={one.value}" if one else here,
            count=sum(one in {None, person.answer} for person in people),
            is_current=answer is one,
        )
        for one in (None, *Answer)
    )
