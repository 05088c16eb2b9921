"""What the directory tells about a programme: its networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design import tallies
from handschlag.design.rules.tallies import Tally
from handschlag.directory.queries import participation
from handschlag.directory.queries.participation import Participants
from handschlag.directory.screens import entry_rows, texts
from handschlag.directory.screens.entry_rows import NetworkRow
from handschlag.programmes.hooks.programme_panels import Panel, PanelProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParticipationScreen:
    title: str
    url: str  # of the whole list; empty for nobody
    former: str
    networks: Sequence[NetworkRow]


class DirectoryPanels(PanelProvider):
    """The networks of a programme, on its page."""

    def summaries(self, programme_ids: Iterable[int], *, today: date) -> Mapping[int, str]:
        numbers = participation.numbers_per_programme(programme_ids, today=today)
        return {pk: _in_short(one) for pk, one in numbers.items() if one.today.every}

    def panel(self, programme_id: int, *, today: date) -> Panel:
        found = participation.participants(programme_id, today=today)
        now = found.numbers.today
        screen = _ParticipationScreen(
            title=_taking_part(now) if now.every else _("No network of it is listed yet"),
            url=f"{reverse('directory:networks')}?programme={found.slug}" if now.every else "",
            former=_before(found.numbers.former),
            networks=entry_rows.network_rows(found.networks, found.organisations, today=today),
        )
        return Panel(template="directory/parts/participation.html", screen=screen)


def _taking_part(found: Tally) -> str:
    """What is true of the programme, and apart from it what only a demonstration says."""
    text = ngettext(
        "%(n)s network in this directory takes part",
        "%(n)s networks in this directory take part",
        found.real,
    )
    said = text % {"n": texts.number(found.real)}
    if not found.invented:
        return said
    apart = ngettext("besides %(n)s invented one", "besides %(n)s invented ones", found.invented)
    return f"{said}; " + apart % {"n": texts.number(found.invented)}


def _in_short(found: Participants) -> str:
    said = _taking_part(found.today)
    if not found.former.every:
        return said
    return _("%(today)s; formerly: %(former)s") % {"today": said, "former": tallies.number(found.former)}


def _before(former: Tally) -> str:
    if not former.every:
        return ""
    return _("and %(networks)s") % {"networks": tallies.tally_with_noun(former, _former_networks)}


def _former_networks(n: int) -> str:
    return ngettext("%(n)s former network", "%(n)s former networks", n)
