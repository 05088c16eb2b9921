"""The desk's list, and its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from handschlag.events.models import Event
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.arrivals import here_since
from handschlag.registration.rules.badges import by_surname
from handschlag.registration.rules.check_in import ArrivalState, CheckInEntry, CheckInFigures

STANDINGS = {
    RegistrationState.CONFIRMED: ArrivalState.EXPECTED,
    RegistrationState.ASKED: ArrivalState.WAITING,
    RegistrationState.WAITING: ArrivalState.WAITING,
}
COLUMNS = ("pk", "badge_code", "name", "actor__name", "organisation", "state", "arrives_at")


def check_in_entries(event_id: int) -> Sequence[CheckInEntry]:
    """Everybody with a registration, by surname; two queries, whatever their number."""
    since = here_since(event_id)
    rows = Registration.objects.filter(event_id=event_id, erased_at=None).order_by()
    found = []
    for pk, code, name, actor, organisation, state, arrives_at in rows.values_list(*COLUMNS):
        standing = STANDINGS.get(RegistrationState(state), ArrivalState.NOT_COMING)
        is_here = standing is ArrivalState.EXPECTED and pk in since
        found.append(
            CheckInEntry(
                id=pk,
                code=code,
                name=name,
                organisation=actor or organisation,
                standing=ArrivalState.HERE if is_here else standing,
                since=since[pk] if is_here else None,
                arrives_at=arrives_at,
            )
        )
    return sorted(found, key=lambda one: (by_surname(one.name), one.id))


def check_in_figures(event: Event, rows: Sequence[CheckInEntry]) -> CheckInFigures:
    """Counted from these rows without a query; `confirmed` are those here and those still expected."""
    here = sum(1 for one in rows if one.standing is ArrivalState.HERE)
    expected = sum(1 for one in rows if one.standing is ArrivalState.EXPECTED)
    return CheckInFigures(confirmed=here + expected, here=here, capacity=event.capacity)


def registration_at(event: Event, pk: int) -> Registration | None:
    """The registration of an entry, with its organisation."""
    return Registration.objects.select_related("actor").filter(pk=pk, event=event).first()


def phones_of(entries: Iterable[CheckInEntry]) -> Mapping[int, str]:
    """Telephone numbers by the ids of the entries; one query."""
    rows = Registration.objects.filter(pk__in=[entry.id for entry in entries])
    return dict(rows.values_list("pk", "phone"))
