"""What everybody may see of an event: on its public page, and before that where it is reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.day.rules.signs import Sign
from handschlag.design.components.organiser import Heat, Mark, Table, table_of
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.event_data import MissReason
from handschlag.statistics.rules.kpis import Kpi, TargetVerdict
from handschlag.statistics.rules.mixing import order_of
from handschlag.statistics.rules.published import REST, Content, PublicationState, PublishedFigure, Synergy
from handschlag.statistics.rules.suppression import SuppressedMatrix
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.documents import Sheet
from handschlag.statistics.screens.matrix import bounded_heat, labels_of, picture_of

UNTOLD: Final = "–"  # a number that is not told
LINES: Final = 12


def published_screen(
    content: Content, names: Mapping[int, NetworkName], *, fields: Mapping[str, str]
) -> dict[str, Any]:
    """The published figures as shown, in public and in the review before it."""
    seen = content.shown
    found, unmet = _synergies_of(content)
    return {
        "answer": _answer_of(content),
        "grounds": _grounds_of(content),
        "seen": seen_of(content),
        "kpis": [_kpi_row(kpi, content.figures[kpi]) for kpi in Kpi if kpi in content.figures],
        "heat": _heat_of(seen, content.networks, names) if content.networks else None,
        "hidden": len(seen.hidden),
        "picture": picture_of(
            seen.cells,
            {one: max(seen.row(one)[0], 1) for one in content.networks if one > 0},
            names,
            key=_(
                "Line: meetings. Circle: meetings of a network. Figures that are not published are left out."
            ),
        ),
        "classes": classes_sheet(content).table() if content.classes else None,
        "reasons": reasons_sheet(content).table() if content.reasons else None,
        "unmet": _synergy_table(_("Good match, not met yet"), unmet, names, fields=fields),
        "found": _synergy_table(_("Good match and met"), found, names, fields=fields),
    }


def _answer_of(content: Content) -> str:
    across = content.figures.get(Kpi.ACROSS)
    if content.meetings is None:
        return _("Too few people met to publish figures.")
    held = ngettext("%(n)s meeting", "%(n)s meetings", content.meetings) % {
        "n": format_number(content.meetings)
    }
    if across is None or across.value is None:
        return f"{held}."
    return (
        f"{held}, "
        + _("%(share)s between different networks") % {"share": figure_labels.whole_percent(across.value)}
        + "."
    )


def _grounds_of(content: Content) -> str:
    if content.people is None:
        return ""
    judged = [one.verdict for one in content.figures.values() if one.state is PublicationState.TOLD]
    reached = _("%(n)s of %(of)s measurable targets reached.") % {
        "n": judged.count(TargetVerdict.REACHED),
        "of": len(judged),
    }
    people = ngettext("%(n)s person took part.", "%(n)s people took part.", content.people)
    return f"{people % {'n': format_number(content.people)}} {reached}"


def seen_of(content: Content) -> str:
    """The sign behind "held"; figures from before there was one say so."""
    if content.signs is None:
        return _(
            "Counted by the earlier rule: “took place” meant that nobody denied it, not that someone saw it."
        )
    signs = {Sign(sign): number for sign, number in content.signs.items()}
    return figure_labels.signs_said(signs, unknown=content.unknown or 0)


def basis_of(kpi: Kpi, told: PublishedFigure) -> str:
    """Of how many, where that tells no small number; otherwise why nothing is told."""
    if told.state is PublicationState.NOTHING:
        return str(figure_labels.UNMEASURED[kpi])
    if told.state is not PublicationState.TOLD:
        return _(told.state.label)
    if told.whole is None:
        return ""
    if told.part is None:
        return _("of %(n)s") % {"n": format_number(told.whole)}
    return str(figure_labels.BASES[kpi]) % {
        "part": format_number(told.part),
        "whole": format_number(told.whole),
    }


def mark_of(told: PublishedFigure) -> Mark:
    """Whether the target was reached, where that may be told."""
    if told.state is PublicationState.WITHHELD:
        return Mark("off", _("withheld"))
    return figure_labels.verdict_mark_of(told.verdict)


def _kpi_row(kpi: Kpi, told: PublishedFigure) -> figure_labels.KpiRow:
    return figure_labels.KpiRow(kpi=kpi, value=told.value, verdict=mark_of(told), basis=basis_of(kpi, told))


def _heat_of(seen: SuppressedMatrix, networks: Sequence[int], names: Mapping[int, NetworkName]) -> Heat:
    """All networks: nothing is put together here, since sums of hidden cells are not known."""
    labels = labels_of(names)
    return bounded_heat(
        seen,
        [one for one in order_of(seen.cells, networks) if one in labels],
        labels,
        title=_("Meetings between people"),
        corner=_("Network"),
        texts=dict.fromkeys(seen.hidden, UNTOLD),
    )


def classes_sheet(content: Content) -> Sheet:
    """How many people had how many meetings, in few classes."""
    return Sheet(
        key="per_person",
        title=_("Meetings per person"),
        heads=(_("Meetings"), _("People")),
        rows=[(_class_of(one.low, one.high), one.people) for one in content.classes],
    )


def _class_of(low: int, high: int | None) -> str:
    return f"{low}–{high}" if high is not None else _("%(n)s or more") % {"n": low}


def reasons_sheet(content: Content) -> Sheet:
    """Why meetings did not take place; rare reasons are put together."""
    return Sheet(
        key="not_held",
        title=_("Not held"),
        heads=(_("Reason"), _("Meetings")),
        rows=[(_reason_word(reason), number) for reason, number in content.reasons.items()],
    )


def _reason_word(reason: str) -> str:
    return _("other reasons") if reason == REST else _(MissReason(reason).label)


def _synergies_of(content: Content) -> tuple[list[Synergy], list[Synergy]]:
    """Pairs that fit and met, and pairs that fit and did not: a hidden cell is a meeting."""
    met = content.shown.cells.keys() | content.shown.hidden
    found = [one for one in content.synergies if (one.one, one.other) in met]
    return found, [one for one in content.synergies if (one.one, one.other) not in met]


def _synergy_table(
    title: str, rows: Sequence[Synergy], names: Mapping[int, NetworkName], *, fields: Mapping[str, str]
) -> Table | None:
    known = [one for one in rows if one.one in names and one.other in names]
    if not known:
        return None
    lines = [
        (
            f"{names[one.one].name} – {names[one.other].name}",
            ", ".join(fields[code] for code in one.fields if code in fields),
            format_number(one.fitting),
        )
        for one in known[:LINES]
    ]
    heads = (_("Between"), _("In common"), _("Fitting pairs"))
    return table_of(_("%(title)s: %(n)s") % {"title": title, "n": format_number(len(known))}, heads, lines)
