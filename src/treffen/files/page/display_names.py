"""What to show for an id: full names, and short ones where a cell is narrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial

from treffen.files.page.clock import Clock
from treffen.problem import EntityKind, Participant, ParticipantId, Parts, RequestId, SlotId, TalkId
from treffen.words import Language, Text, joined_words

Labels = Mapping[tuple[EntityKind, str], str] | Mapping[tuple[str, str], str]
"""Display names by noun and id; the noun may also be the word "organisation" or "network"."""
TALK_CODE = Text("V", "T")
LEGAL_FORMS = frozenset(
    {"gmbh", "ag", "se", "kg", "ohg", "ug", "ev", "e.v.", "mbh", "ltd", "ltd.", "inc", "inc."}
)


def surname(name: str) -> str:
    """The last word of a personal name; names of other kinds stay whole.

    >>> surname("Dr. Emil Mertens"), surname("Muster GmbH"), surname("p17")
    ('Mertens', 'Muster GmbH', 'p17')
    """
    last = name.split()[-1] if name.split() else name
    is_personal = last.lower() not in LEGAL_FORMS and last[:1].isalpha() and len(last) > 1
    return last if is_personal else name


def _with_initial(name: str, letters: int = 1) -> str:
    """The surname with the first letters of the first name, titles left out.

    >>> _with_initial("Prof. Dr. Jonas Lammers"), _with_initial("Jonas Lammers", 2)
    ('J. Lammers', 'Jo. Lammers')
    """
    words = [w for w in name.split() if not w.endswith(".")]
    if len(words) < 2 or surname(name) == name:
        return name
    return f"{words[0][:letters]}. {words[-1]}"


def _forms() -> Iterator[Callable[[str], str]]:
    """Short forms, the longest first."""
    for letters in (3, 2, 1):
        yield partial(_with_initial, letters=letters)
    yield surname


def shortest(names: Iterable[str]) -> dict[str, str]:
    """For each name the shortest form that no other name shares."""
    all_names = list(dict.fromkeys(names))
    short = {n: n for n in all_names}
    for form in _forms():
        counts = Counter(map(form, all_names))
        short |= {n: form(n) for n in all_names if counts[form(n)] == 1}
    return short


class DisplayNames:
    """Names for the ids of one problem, in one language."""

    def __init__(self, problem: Parts, *, labels: Labels, clock: Clock, language: Language) -> None:
        self.problem = problem
        self.clock = clock
        self.language = language
        self.labels: dict[tuple[str, str], str] = {(noun, id): text for (noun, id), text in labels.items()}
        self._requests = {r.id: r for r in problem.requests}
        self._talks = {t.id: i for i, t in enumerate(problem.talks, 1)}

    def __call__(self, noun: EntityKind, id: str) -> str:
        """What `treffen.words` asks for: the name of an id in a sentence."""
        if noun is EntityKind.SLOT:
            return self.clock.told(SlotId(id))
        if noun is EntityKind.REQUEST:
            return self.request(RequestId(id))
        return self.labels.get((noun, id)) or id

    def person(self, id: ParticipantId) -> str:
        """The full name."""
        return self.labels.get((EntityKind.PARTICIPANT, id)) or id

    def background(self, person: Participant, *, separator: str = " · ") -> str:
        """Network and organisation of a participant, as far as they are known."""
        known = (("network", person.network), ("organisation", person.organisation))
        return separator.join(self.labels.get((noun, id)) or id for noun, id in known if id)

    def organisation(self, person: Participant) -> str:
        """The organisation of a participant, or nothing."""
        id = person.organisation
        return (self.labels.get(("organisation", id)) or id) if id else ""

    @cached_property
    def _short(self) -> dict[str, str]:
        return shortest(self.person(p.id) for p in self.problem.participants)

    def person_short(self, id: ParticipantId) -> str:
        """The surname, with an initial where two share it."""
        name = self.person(id)
        return self._short.get(name, name)

    def talk(self, id: TalkId) -> str:
        """The name of a talk."""
        return self.labels.get((EntityKind.TALK, id)) or id

    def talk_code(self, id: TalkId) -> str:
        """Two letters for a narrow cell: `V3`."""
        return f"{TALK_CODE.said(self.language)}{self._talks[id]}"

    def request(self, id: RequestId) -> str:
        """A request with its people: `12 (Korte, Vogt)`."""
        request = self._requests.get(id)
        label = self.labels.get((EntityKind.REQUEST, id)) or id
        return f"{label} ({', '.join(map(self.person_short, request.participants))})" if request else label

    def people(self, ids: Iterable[ParticipantId], *, most: int = 8) -> str:
        """Full names in running text."""
        return joined_words(map(self.person, ids), self.language, most=most)
