"""What the page of the map says in sentences that follow from several numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules.chart import Chart, Drawing, Subject
from handschlag.directory.screens import kind_labels, texts
from handschlag.directory.screens.map.drawing import count_with_noun


def headline(chart: Chart, total: int, figures: Sequence[LandFigure]) -> str:
    """Those whose Land is known; the others are not said to be there."""
    who = count_with_noun(chart.show, total)
    lands, in_lands = sum(1 for figure in figures if figure.count), sum(figure.count for figure in figures)
    if not lands:
        return who
    if in_lands < total:
        who = _("%(n)s of %(who)s") % {"n": texts.number(in_lands), "who": _of_all(chart, total)}
    where = ngettext("%(who)s in one federal state", "%(who)s in %(lands)s federal states", lands)
    return where % {"who": who, "lands": lands}


def _of_all(chart: Chart, total: int) -> str:
    """After "63 of": German has another form there."""
    word = kind_labels.networks_dative if chart.show is Subject.NETWORKS else kind_labels.actors_dative
    return word(total) % {"n": texts.number(total)}


def description(chart: Chart, figures: Sequence[LandFigure], *, total: int, placed: int) -> str:
    """What somebody would say who looks at the drawing."""
    most = sorted(figures, key=lambda figure: -figure.count)[:3]
    names = ", ".join(f"{one.name} {texts.number(one.count)}" for one in most if one.count)
    said = [_("Map of Germany with its sixteen federal states."), _drawn(chart, figures, total, placed)]
    if names:
        said.append(_("Most of them: %(names)s.") % {"names": names})
    return " ".join(said)


def _drawn(chart: Chart, figures: Sequence[LandFigure], total: int, placed: int) -> str:
    """What the drawing shows of all that there are, which need not be all."""
    shown = placed if chart.drawing is Drawing.PLACES else sum(figure.count for figure in figures)
    if shown >= total:
        return _("It shows %(who)s.") % {"who": count_with_noun(chart.show, total)}
    numbers = {
        "n": texts.number(shown),
        "who": _of_all(chart, total),
        "rest": texts.number(total - shown),
    }
    if chart.drawing is Drawing.PLACES:
        return _("It shows %(n)s of %(who)s; for %(rest)s no place is known.") % numbers
    return _("It shows %(n)s of %(who)s; for %(rest)s the federal state is not known.") % numbers
