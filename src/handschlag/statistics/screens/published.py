"""What everybody may see of an event: on its public page, and before that where it is reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.day.rules.signs import Sign
from handschlag.design.components.charts import NetworkPicture
from handschlag.design.components.organiser import Heat, Mark, Table, TableRow, WarmRow, Warmth
from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.event_data import MissReason
from handschlag.statistics.rules.kpis import AIMS, Kpi, TargetVerdict
from handschlag.statistics.rules.mixing import NOBODY, Mixing, order_of, pair_of
from handschlag.statistics.rules.published import REST, Content, PublicationState, PublishedFigure, Synergy
from handschlag.statistics.rules.suppression import SuppressedMatrix
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.matrix import labels_of, picture_of
from handschlag.statistics.screens.plots import Bullet
from handschlag.statistics.screens.report import KpiRow

UNTOLD: Final = "–"  # a number that is not told
LINES: Final = 12
ENDINGS: Final = ("csv", "json", "xlsx")
NOT_TOLD: Final[Mapping[PublicationState, Promise | str]] = {
    PublicationState.WITHHELD: gettext_lazy("withheld: would reveal a figure below 3"),
    PublicationState.OPEN: gettext_lazy("not known yet"),
    PublicationState.NOTHING: gettext_lazy("nothing to measure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedScreen:
    answer: str
    grounds: str
    seen: str  # by what meetings are known to have been held
    kpis: Sequence[KpiRow]
    heat: Heat | None
    hidden: str
    picture: NetworkPicture | None
    classes: Table | None
    reasons: Table | None
    unmet: Table | None
    found: Table | None


def published_screen(
    content: Content, names: Mapping[int, NetworkName], *, fields: Mapping[str, str]
) -> PublishedScreen:
    """The published figures as shown, in public and in the review before it."""
    seen = content.shown
    found, unmet = _synergies_of(content)
    return PublishedScreen(
        answer=_answer_of(content),
        grounds=_grounds_of(content),
        seen=seen_of(content),
        kpis=tuple(_kpi_row(kpi, content.figures[kpi]) for kpi in Kpi if kpi in content.figures),
        heat=_heat_of(seen, content.networks, names) if content.networks else None,
        hidden=_said_hidden(seen),
        picture=picture_of(
            seen.cells,
            {one: max(seen.row(one)[0], 1) for one in content.networks if one > 0},
            names,
            key=_(
                "Line: meetings. Circle: meetings of a network. Figures that are not published are left out."
            ),
        ),
        classes=_classes_of(content) if content.classes else None,
        reasons=_reasons_of(content) if content.reasons else None,
        unmet=_synergy_table(_("Good match, not met yet"), unmet, names, fields=fields),
        found=_synergy_table(_("Good match and met"), found, names, fields=fields),
    )


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
    if told.state is not PublicationState.TOLD:
        return str(NOT_TOLD[told.state])
    if told.whole is None:
        return ""
    if told.part is None:
        return _("of %(n)s") % {"n": format_number(told.whole)}
    return str(figure_labels.BASES[kpi]) % {
        "part": format_number(told.part),
        "whole": format_number(told.whole),
    }


def _kpi_row(kpi: Kpi, told: PublishedFigure) -> KpiRow:
    aim = AIMS[kpi]
    return KpiRow(
        name=str(figure_labels.NAMES[kpi]),
        value=figure_labels.value_of(kpi, told.value),
        aim=figure_labels.aim_of(kpi),
        elsewhere=figure_labels.elsewhere_of(kpi),
        bullet=Bullet(value=told.value, target=aim.value, top=aim.top, other=aim.elsewhere),
        verdict=Mark("off", _("withheld"))
        if told.state is PublicationState.WITHHELD
        else figure_labels.verdict_mark_of(told.verdict),
        basis=basis_of(kpi, told),
    )


def _heat_of(seen: SuppressedMatrix, networks: Sequence[int], names: Mapping[int, NetworkName]) -> Heat:
    """All networks: nothing is put together here, since sums of hidden cells are not known."""
    labels = labels_of(names)
    rows = [one for one in order_of(mixing(seen), networks) if one in labels]
    return Heat(
        title=_("Meetings between people"),
        corner=_("Network"),
        columns=tuple(labels[one].code for one in rows),
        rows=tuple(_row_of(one, rows, seen, labels[one]) for one in rows),
        total=_("together"),
    )


def mixing(seen: SuppressedMatrix) -> Mixing:
    """The cells that may be told, to be put in order; the totals are not known and stay 0."""
    return Mixing(cells=seen.cells, across=0, among=0)


def _row_of(one: int, rows: Sequence[int], seen: SuppressedMatrix, label: NetworkName) -> WarmRow:
    total, is_all = seen.row(one)
    return WarmRow(
        code=label.code if label.name != label.code else "",
        label=label.name,
        cells=tuple(
            Warmth(
                count=seen.cells.get(pair, 0),
                text=UNTOLD if pair in seen.hidden else "",
                is_own=one == other and one > NOBODY,
            )
            for other in rows
            for pair in [pair_of(one, other)]
        ),
        total=format_number(total) if is_all else f"≥\N{NO-BREAK SPACE}{format_number(total)}",
    )


def _said_hidden(seen: SuppressedMatrix) -> str:
    number = len(seen.hidden)
    text = ngettext(
        "%(n)s figure is withheld: it is below 3 or would reveal one that is.",
        "%(n)s figures are withheld: they are below 3 or would reveal one that is.",
        number,
    )
    return text % {"n": format_number(number)} if number else ""


def _classes_of(content: Content) -> Table:
    return Table(
        title=_("Meetings per person"),
        heads=(_("Meetings"), _("People")),
        rows=tuple(
            TableRow(cells=(class_of(one.low, one.high), format_number(one.people)))
            for one in content.classes
        ),
    )


def class_of(low: int, high: int | None) -> str:
    """The range in words; without `high` it is open above."""
    return f"{low}–{high}" if high is not None else _("%(n)s or more") % {"n": low}


def _reasons_of(content: Content) -> Table:
    return Table(
        title=_("Not held"),
        heads=(_("Reason"), _("Meetings")),
        rows=tuple(
            TableRow(cells=(reason_word(reason), format_number(number)))
            for reason, number in content.reasons.items()
        ),
    )


def reason_word(reason: str) -> str:
    """The words for why meetings did not take place; rare reasons are put together."""
    return _("other reasons") if reason == REST else str(figure_labels.REASONS[MissReason(reason)])


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
    return Table(
        title=_("%(title)s: %(n)s") % {"title": title, "n": format_number(len(known))},
        heads=(_("Between"), _("In common"), _("fitting pairs")),
        rows=tuple(
            TableRow(
                cells=(
                    f"{names[one.one].name} – {names[one.other].name}",
                    ", ".join(fields[code] for code in one.fields if code in fields),
                    format_number(one.fitting),
                )
            )
            for one in known[:LINES]
        ),
    )


def files_of(slug: str) -> tuple[Link, ...]:
    """Links to the public figures of this event in every format."""
    return tuple(
        Link(label=ending.upper(), url=reverse("statistics:event_file", args=[slug, ending]))
        for ending in ENDINGS
    )
