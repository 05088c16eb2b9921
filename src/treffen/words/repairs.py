"""The day has begun, in words: what happened, what changes, what is lost, what is offered."""

from __future__ import annotations

from collections.abc import Sequence

from treffen.problem import EntityKind, Place, Request
from treffen.repair import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    Loss,
    NoShow,
    Offer,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    Repaired,
    RepairOption,
    RepairOptionKind,
    Smaller,
    StandBy,
    TalkMoved,
    Urgent,
    Withdrawn,
)
from treffen.timetable import Unscheduled
from treffen.words.entity_labels import Name, called, called_all, capitalised
from treffen.words.language import Count, Language, Text, counted, number
from treffen.words.unscheduled import reason

# {who}, {where}, {what}: the person, the place, the request or talk. {since}: a slot, or words for "now".
HAPPENED: dict[type[Disruption], Text] = {
    Gone: Text("{who} fällt aus ({since}).", "{who} is gone ({since})."),
    Late: Text("{who} kommt später: {until}.", "{who} is late: {until}."),
    Back: Text("{who} ist wieder da ({since}).", "{who} is back ({since})."),
    NoShow: Text("{what} kam nicht zustande: {who} fehlte.", "{what} was not held: {who} did not come."),
    PlaceLost: Text("{where} fällt weg ({since}).", "{where} is lost ({since})."),
    PlaceBack: Text("{where} ist wieder frei ({since}).", "{where} is back ({since})."),
    PlaceAdded: Text("{where} kommt hinzu.", "{where} is added."),
    TalkMoved: Text("{what} ist jetzt: {slots}.", "{what} is now at: {slots}."),
    Overran: Text("{what} dauert länger ({slots}).", "{what} takes longer ({slots})."),
    Urgent: Text("Neuer Wunsch: {what}.", "New wish: {what}."),
    Withdrawn: Text("Zurückgenommen: {what}.", "Taken back: {what}."),
    Freeze: Text("Nichts ändern: {window}.", "Change nothing: {window}."),
}
AT_ONCE = Text("ab sofort", "from now on")
FROM = Text("ab {slot}", "from {slot}")
CANCELLED = Text("nicht mehr", "no time at all")
SLOTS = Count(Text("Zeitfenster", "slot"), Text("Zeitfenster", "slots"))
MINUTES = Count(Text("Minute", "minute"), Text("Minuten", "minutes"))
NO_SLOTS = Text("kein Zeitfenster", "no slot")
LOST = Text("{meeting} entfällt. {why}", "{meeting} is dropped. {why}")
PROVED = Text(
    "Mit allen Zusagen ließ sich nicht weniger verlieren: bewiesen.",
    "With all promises kept, fewer could not be lost: this is proved.",
)
NOT_PROVED = Text("Ob es vermeidbar war, ist nicht bewiesen.", "Whether it could be avoided is not proved.")
GOES_ON = Text("{meeting} findet statt, ohne {who}.", "{meeting} is held without {who}.")
OFFER = Text(
    "{wish} passt nicht mehr hinein. Tausch: Gibt {who} {given} auf, findet sie um {slot} statt{moved}.",
    "{wish} no longer fits. Exchange: if {who} gives up {given}, it is held at {slot}{moved}.",
)
OFFER_MOVES = Text("; dafür wandern {n}", "; {n} move for it")
MEETINGS = Count(Text("Gespräch", "meeting"), Text("Gespräche", "meetings"))
STAND_BY = Text("{who}, {slot}: bereit stünden {wishes}.", "{who}, {slot}: on stand-by are {wishes}.")
CHOICES: dict[RepairOptionKind, Text] = {
    RepairOptionKind.BALANCED: Text("Vorschlag", "Proposal"),
    RepairOptionKind.FEWEST_MOVES: Text("Wenigste Änderungen", "Fewest moves"),
    RepairOptionKind.MOST_MEETINGS: Text("Meiste Gespräche", "Most meetings"),
    RepairOptionKind.LEAST_WALKING: Text("Kürzeste Wege", "Least walking"),
}
SUMMARY = Text(
    "Weiter zugesagt: {kept}. Zu anderer Zeit: {moved}. Nur an anderem Ort: {elsewhere}. "
    "Entfallen: {lost}. Neu: {added}.",
    "Still promised: {kept}. At another time: {moved}. Only at another place: {elsewhere}. "
    "Dropped: {lost}. Added: {added}.",
)
BOUND = Text(
    "Wert {value}. Mehr als {bound} ist nicht möglich, wenn alle Zusagen gehalten werden. "
    "Die Zusagen zu halten kostet höchstens {price}.",
    "Value {value}. More than {bound} is not possible while every promise is kept. "
    "Keeping the promises costs {price} at most.",
)


def disruption(d: Disruption, language: Language, *, name: Name | None = None) -> str:
    """What happened, as a sentence."""

    def call(noun: EntityKind, id: object) -> str:
        return called(noun, str(id), language=language, name=name)

    words = {"since": AT_ONCE.said(language)}
    if getattr(d, "since", None) is not None:
        words["since"] = FROM.said(language).format(slot=call(EntityKind.SLOT, getattr(d, "since", "")))
    if isinstance(d, Late):
        words["until"] = FROM.said(language).format(slot=call(EntityKind.SLOT, d.until))
    for field, key, noun in _NAMED:
        value = getattr(d, field, None)
        if value is not None:
            words[key] = call(noun, value.id if isinstance(value, (Place, Request)) else value)
    words |= _lengths(d, language, name)
    return capitalised(HAPPENED[type(d)].said(language).format_map(words))


_NAMED = (
    ("participant", "who", EntityKind.PARTICIPANT),
    ("place", "where", EntityKind.PLACE),
    ("request", "what", EntityKind.REQUEST),
    ("talk", "what", EntityKind.TALK),
)


def _lengths(d: Disruption, language: Language, name: Name | None) -> dict[str, str]:
    if isinstance(d, TalkMoved):
        slots = called_all(EntityKind.SLOT, sorted(d.slots), language=language, name=name) if d.slots else ""
        return {"slots": slots or CANCELLED.said(language)}
    if isinstance(d, Overran):
        return {"slots": counted(d.slots, SLOTS, language=language)}
    if isinstance(d, Freeze):
        parts = [counted(d.slots, SLOTS, language=language)] if d.slots is not None else []
        parts += [counted(d.minutes, MINUTES, language=language)] if d.minutes is not None else []
        return {"window": ", ".join(parts) or NO_SLOTS.said(language)}
    return {}


def loss(
    one: Loss, language: Language, *, disruptions: Sequence[Disruption] = (), name: Name | None = None
) -> str:
    """A promised meeting that is not held any more: why, and whether that could be avoided."""
    causes = [disruption(disruptions[c], language, name=name) for c in one.causes if c < len(disruptions)]
    unscheduled = Unscheduled(
        request=one.meeting.request,
        reason=one.reason,
        participants=one.participants,
        requests=one.requests,
    )
    why = [*causes, reason(unscheduled, language, name=name)]
    why.append((PROVED if one.is_proved else NOT_PROVED).said(language))
    title = called(EntityKind.REQUEST, one.meeting.request, language=language, name=name)
    return LOST.said(language).format(meeting=capitalised(title), why=" ".join(why))


def smaller(one: Smaller, language: Language, *, name: Name | None = None) -> str:
    """A meeting that goes on without some of its people."""
    title = called(EntityKind.REQUEST, one.meeting.request, language=language, name=name)
    who = called_all(EntityKind.PARTICIPANT, one.absent, language=language, name=name)
    return capitalised(GOES_ON.said(language).format(meeting=title, who=who))


def offer(one: Offer, language: Language, *, name: Name | None = None) -> str:
    """What a late wish that does not fit could be exchanged for."""
    moved = ""
    if one.moved:
        moved = OFFER_MOVES.said(language).format(n=counted(one.moved, MEETINGS, language=language))
    sentence = OFFER.said(language).format(
        wish=called(EntityKind.REQUEST, one.request, language=language, name=name),
        who=called(EntityKind.PARTICIPANT, one.participant, language=language, name=name),
        given=called(EntityKind.REQUEST, one.gives_up, language=language, name=name),
        slot=called(EntityKind.SLOT, one.slot, language=language, name=name),
        moved=moved,
    )
    return capitalised(sentence)


def stand_by(one: StandBy, language: Language, *, name: Name | None = None) -> str:
    """Who would gladly fill a time that somebody lost."""
    sentence = STAND_BY.said(language).format(
        who=called(EntityKind.PARTICIPANT, one.participant, language=language, name=name),
        slot=called(EntityKind.SLOT, one.slot, language=language, name=name),
        wishes=called_all(EntityKind.REQUEST, one.requests, language=language, name=name),
    )
    return capitalised(sentence)


def choice_kind(kind: RepairOptionKind, language: Language) -> str:
    """What a repair is good at, as a heading."""
    return CHOICES[kind].said(language)


def choice(one: RepairOption, language: Language, *, repaired: Repaired) -> str:
    """One repair in figures."""
    figures = {
        "kept": repaired.kept,
        "moved": one.moved,
        "elsewhere": one.elsewhere,
        "lost": len(one.difference.dropped),
        "added": len(one.difference.added),
    }
    words = {key: number(value, language) for key, value in figures.items()}
    words["kept"] = counted(repaired.kept, MEETINGS, language=language)
    return SUMMARY.said(language).format_map(words)


def repaired_bounds(repaired: Repaired, language: Language) -> str:
    """How good the proposal is, and what keeping promises costs."""
    value = next(g.value for g in repaired.plan.goals if g.goal.value == "value")
    figures = {"value": value, "bound": repaired.keep_all_bound, "price": repaired.price_of_promises}
    return BOUND.said(language).format_map({k: number(v, language) for k, v in figures.items()})
