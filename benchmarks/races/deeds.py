"""What people do in the storm, and what has to be true of the tables afterwards."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from benchmarks.races.storm import NOW, Deed, Scene, key_of

PRESSES = 200  # of one organiser who publishes while everybody else changes the plan
KINDS = ("accept", "register", "publish", "withdraw", "erase", "export", "join", "arrive")


def mixture(scene: Scene, *, each: int, seed: int) -> list[Deed]:
    """`each` deeds of every kind, shuffled; some of them twice, as people click."""
    chance = random.Random(seed)
    makers = {
        "accept": accept,
        "register": register,
        "publish": publish,
        "withdraw": withdraw,
        "erase": erase,
        "export": export,
        "join": leave_and_join,
        "arrive": arrive,
    }
    deeds = [(kind, makers[kind](scene, chance, number)) for kind in KINDS for number in range(each)]
    chance.shuffle(deeds)
    return deeds


def accept(scene: Scene, chance: random.Random, _number: int) -> Callable[[], object]:
    from handschlag.accounts.policy import Subject
    from handschlag.matching import answering
    from handschlag.matching.models import Party

    request = chance.choice(scene.requests)
    asked = Party.objects.get(request_id=request, is_sender=False).participant_id
    return lambda: answering.accept(
        request_id=request, participant_id=asked, kind="want", has_link=True, by=Subject(), now=NOW
    )


def withdraw(scene: Scene, chance: random.Random, _number: int) -> Callable[[], object]:
    from handschlag.accounts.policy import Subject
    from handschlag.matching import wishes
    from handschlag.matching.models import Party

    request = chance.choice(scene.requests)
    sender = Party.objects.get(request_id=request, is_sender=True).participant_id
    return lambda: wishes.withdraw(
        request_id=request, participant_id=sender, has_link=True, by=Subject(), now=NOW
    )


def register(scene: Scene, _chance: random.Random, number: int) -> Callable[[], object]:
    """By the organisers' desk, where the capacity counts at once; every third comes twice."""
    from handschlag.registration.check_in import walk_in
    from handschlag.registration.registration_data import RegistrationData

    number -= number % 3 == 2
    facts = RegistrationData(
        name=f"Neu {number}", email=f"neu{number}-{scene.event_id}@storm.example", language="de"
    )
    by = scene.organisers[number % 2].subject
    return lambda: walk_in(
        event_id=scene.event_id, facts=facts, key=key_of(scene, number + 1), by=by, now=NOW
    )


def publish(scene: Scene, _chance: random.Random, number: int) -> Callable[[], object]:
    """Whoever is told that the plan has moved on looks at it again and presses once more."""
    from handschlag.common.refusals import Refusal
    from handschlag.matching.models import Service
    from handschlag.matching.publishing import actions
    from handschlag.matching.refusals import PlanRefusal

    by = scene.organisers[number % 2].subject

    def press() -> None:
        for presses_left in reversed(range(PRESSES)):
            seen = Service.objects.values_list("revision", flat=True).get(pk=scene.service_id)
            try:
                actions.publish(service_id=scene.service_id, revision=seen, by=by, now=NOW)
            except Refusal as no:
                if no.reason is not PlanRefusal.CHANGED_MEANWHILE or not presses_left:
                    raise
            else:
                return

    return press


def erase(scene: Scene, _chance: random.Random, number: int) -> Callable[[], object]:
    """The last ten of a hundred, each by two clicks."""
    from handschlag.accounts.policy import Subject
    from handschlag.registration import personal_data

    registration = scene.registrations[-1 - number // 2 % (len(scene.registrations) // 10)]
    return lambda: personal_data.erase(registration_id=registration, has_link=True, by=Subject(), now=NOW)


def export(scene: Scene, _chance: random.Random, number: int) -> Callable[[], object]:
    """Of those who are being erased meanwhile."""
    from handschlag.registration.models import Registration
    from handschlag.registration.personal_data import everything_of

    pk = scene.registrations[-1 - number // 2 % (len(scene.registrations) // 10)]
    return lambda: everything_of(Registration.objects.select_related("event").get(pk=pk))


def leave_and_join(scene: Scene, chance: random.Random, _number: int) -> Callable[[], object]:
    from handschlag.accounts.policy import Subject
    from handschlag.matching import joining, leaving

    at = chance.randrange(len(scene.people) // 2, len(scene.people) * 9 // 10)
    participant, registration = scene.people[at], scene.registrations[at]

    def go_and_come() -> None:
        leaving.leave(participant_id=participant, has_link=True, by=Subject(), now=NOW)
        joining.join(registration_id=registration, has_link=True, by=Subject(), now=NOW)

    return go_and_come


def arrive(scene: Scene, chance: random.Random, number: int) -> Callable[[], object]:
    """Two desks check in the same people, beside those who walk in."""
    from handschlag.registration.check_in import record_check_in
    from handschlag.registration.models import Registration

    pk = scene.registrations[chance.randrange(len(scene.registrations) // 2)]
    code = Registration.objects.values_list("badge_code", flat=True).get(pk=pk)
    by = scene.organisers[number % 2].subject
    key = key_of(scene, 10**6 + number // 2)
    return lambda: record_check_in(event_id=scene.event_id, code=code, key=key, by=by, now=NOW)


def faults_in(scene: Scene) -> list[str]:
    """What is lost or doubled: nothing, if all is well."""
    return [*in_the_house(scene), *at_the_tables(scene), *in_the_versions(scene), *of_the_erased(scene)]


def doubled(rows: object) -> list[object]:
    return [row for row, number in Counter(rows).items() if number > 1]  # type: ignore[call-overload]


def in_the_house(scene: Scene) -> list[str]:
    from handschlag.registration.models import CheckIn, Registration

    rows = Registration.objects.filter(event_id=scene.event_id)
    here = rows.filter(state="confirmed").count()
    found = [f"{here} people in a house for {scene.capacity}"] if here > scene.capacity else []
    addresses = rows.exclude(email="").filter(state="confirmed").values_list("email", flat=True)
    found += [f"{one} is registered twice" for one in doubled(addresses)]
    keys = CheckIn.objects.filter(registration__event_id=scene.event_id).values_list("key", flat=True)
    return found + [f"arrival {one} counts twice" for one in doubled(keys)]


def at_the_tables(scene: Scene) -> list[str]:
    from handschlag.matching.models import Meeting, Request, RequestState, Seat

    meetings = Meeting.objects.filter(service_id=scene.service_id)
    found = [f"two at one table: {one}" for one in doubled(meetings.values_list("place_id", "starts_at"))]
    seats = Seat.objects.filter(meeting__service_id=scene.service_id)
    found += [
        f"in two meetings at once: {one}" for one in doubled(seats.values_list("participant_id", "starts_at"))
    ]
    accepted = Request.objects.filter(service_id=scene.service_id, state=RequestState.ACCEPTED)
    held = set(meetings.values_list("request_id", flat=True))
    promised = set(accepted.values_list("pk", flat=True))
    found += [f"promised and not held: {one}" for one in sorted(promised - held)]
    found += [f"held and not promised: {one}" for one in sorted(held - promised)]
    each = Counter(seats.values_list("meeting_id", flat=True))
    return found + [f"meeting {one} has {number} seats" for one, number in each.items() if number != 2]


def in_the_versions(scene: Scene) -> list[str]:
    from handschlag.matching.models import TimetableVersion

    rows = TimetableVersion.objects.filter(service_id=scene.service_id).order_by("number")
    numbers = list(rows.values_list("number", flat=True))
    return [] if numbers == list(range(1, len(numbers) + 1)) else [f"versions {numbers}"]


def of_the_erased(scene: Scene) -> list[str]:
    from handschlag.matching.models import Seat
    from handschlag.registration.models import Registration

    gone = Registration.objects.filter(event_id=scene.event_id).exclude(erased_at=None)
    found = [f"{one.pk} kept a name" for one in gone if one.name.startswith("Person") or one.email]
    left = Seat.objects.filter(participant__registration__in=gone).count()
    return [*found, f"{left} seats of erased people"] if left else found
