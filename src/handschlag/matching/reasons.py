"""Why two people should meet, in words: the engine's reasons with both sides' own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.design.components.participant import Phrase
from handschlag.matching.engine.vocabulary import EXACT, SAME, term
from handschlag.matching.kinds import Kind, kind_read
from handschlag.matching.models.wishes import LONGEST_PURPOSE
from handschlag.matching.people import Card, StatementLine

NEAR = 8  # letters between two pieces of evidence that are read as one
type Span = tuple[int, int]


def marked_evidence(text: str, words: Iterable[str]) -> tuple[str, str, str]:
    """Before, evidence, after; the longest run of words of the text that are among these.

    >>> marked_evidence("Wir fertigen Laserlinsen aus Quarzglas", ["Laserlinsen"])
    ('Wir fertigen ', 'Laserlinsen', ' aus Quarzglas')
    """
    spans = sorted({span for word in words if word for span in _found(text, word)})
    runs: list[Span] = spans[:1]
    for _before, (start, end) in pairwise(spans):
        first, last = runs[-1]
        if start - last <= NEAR:
            runs[-1] = (first, max(last, end))
        else:
            runs.append((start, end))
    if not runs:
        return text, "", ""
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    return text[:start], text[start:end], text[end:]


def _found(text: str, word: str) -> Iterable[Span]:
    """Whole words in which it stands."""
    for one in re.finditer(rf"\w*{re.escape(word)}\w*", text, re.IGNORECASE):
        yield one.start(), one.end()


class PairFit(StrEnum):
    """How much may be claimed of a need and an offer."""

    EXACT = "exact"  # topic and kind agree
    COMMON = "common"  # something stands in both
    RELATED = "related"  # something of the one is near to something of the other
    SIMILAR = "similar"  # nothing that could be named


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """How well two sentences fit, the words of one's own that are linked, and those of the other to mark."""

    fit: PairFit
    mine: str
    theirs: tuple[str, ...]

    def said(self, what: str) -> Mapping[str, str]:
        """The gaps of a sentence about it; `what` is one's own sentence."""
        return {"what": what, "mine": self.mine}


def link_of(
    reason: Mapping[str, Any], need: StatementLine, offer: StatementLine, *, is_mine_the_offer: bool = False
) -> _Link:
    """The link that a reason of the engine names."""
    at = int(is_mine_the_offer)
    common = [*reason["through"], *reason["words"]]
    links = common or reason.get("related", [])
    theirs = tuple(name for link in links for name in _names_of(link[1 - at]))
    if not links:
        return _Link(fit=PairFit.SIMILAR, mine="", theirs=())
    fit = (PairFit.EXACT if _is_exact(reason, need, offer) else PairFit.COMMON) if common else PairFit.RELATED
    return _Link(fit=fit, mine=_label(min(links[0], key=_words) if common else links[0][at]), theirs=theirs)


def _is_exact(reason: Mapping[str, Any], need: StatementLine, offer: StatementLine) -> bool:
    """The fit is high, and both say of what kind they are, and the same."""
    is_high = float(reason["value"]) >= (SAME if reason["through"] else EXACT)
    kind = _kind(need, "need")
    return is_high and kind is not None and kind == _kind(offer, "offer")


def _kind(line: StatementLine, direction: str) -> Kind | None:
    return Kind(line.kind) if line.kind else kind_read(line.text, direction)


def _words(name: str) -> int:
    """A compound says more shortly what the words that it is made of say."""
    return len(name.split())


def _label(name: str) -> str:
    """The label of a concept, or the words as they are."""
    known = term(name)
    return pick(known.label_de, known.label_en) if known else name


def _names_of(name: str) -> Iterable[str]:
    """Names of a concept in both languages, in case the text says it so; or the words, one by one."""
    known = term(name)
    return (known.label_de, known.label_en) if known else name.split()


FOR_YOU, FOR_THEM = "for_you", "for_them"
OF_ORGANISATION: Final = frozenset({"topics", "kinds", "networks", "programmes"})
type Data = Mapping[str, Any]
_NEED_FITS: Final[Mapping[PairFit, Promise]] = {
    PairFit.EXACT: gettext_lazy("matches what you are looking for: %(what)s"),
    PairFit.COMMON: gettext_lazy("“%(mine)s” is also in what you are looking for: %(what)s"),
    PairFit.RELATED: gettext_lazy("related to “%(mine)s” in what you are looking for: %(what)s"),
    PairFit.SIMILAR: gettext_lazy("may match what you are looking for: %(what)s"),
}
_OFFER_FITS: Final[Mapping[PairFit, Promise]] = {
    PairFit.EXACT: gettext_lazy("matches what you offer: %(what)s"),
    PairFit.COMMON: gettext_lazy("“%(mine)s” is also in what you offer: %(what)s"),
    PairFit.RELATED: gettext_lazy("related to “%(mine)s” in what you offer: %(what)s"),
    PairFit.SIMILAR: gettext_lazy("may match what you offer: %(what)s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairReasons:
    """Both directions of one pair, and what speaks for both; without a fit nothing fits in that direction."""

    gets: Phrase
    gets_fit: str
    gives: Phrase
    gives_fit: str
    both: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitLine:
    """What one of the two said, on which side, and why it fits."""

    said: Phrase
    side: Literal["theirs", "yours"]
    fit: str


def why_of(card: Card, reasons: Sequence[Data], mine: Mapping[int, StatementLine]) -> _PairReasons:
    """`mine` are the own offers and needs by their ids."""
    both = tuple(said for one in reasons if (said := _both_words(one, card)))
    is_compared = bool(reasons)  # otherwise nothing is said of how well the two fit
    gets, gets_fit = _gets_of(card, _met(reasons, FOR_YOU), mine, is_compared=is_compared)
    gives, gives_fit = _gives_of(card, _met(reasons, FOR_THEM), mine, is_compared=is_compared)
    return _PairReasons(
        gets=gets,
        gets_fit=gets_fit,
        gives=gives,
        gives_fit=gives_fit,
        both=both,
    )


def _met(reasons: Iterable[Data], side: str) -> Data | None:
    """The need that is met best, on this side."""
    fitting = [one for one in reasons if one["kind"] == "need_met" and one["side"] == side]
    return max(fitting, key=lambda one: float(one["value"]), default=None)


def _gets_of(
    card: Card, reason: Data | None, mine: Mapping[int, StatementLine], *, is_compared: bool
) -> tuple[Phrase, str]:
    """What the other one offers."""
    offers = {one.id: one for one in card.offers}
    if reason is not None:
        need, offer = mine.get(reason["evidence"][0]), offers.get(reason["evidence"][1])
        if need is not None and offer is not None:
            link = link_of(reason, need, offer)
            return _phrase(offer.text, link.theirs), _NEED_FITS[link.fit] % link.said(need.text)
    if card.offers:
        said = _("No direct match. Also offers: %(text)s") if is_compared else "%(text)s"
        return _phrase(said % {"text": card.offers[0].text}, ()), ""
    return Phrase(before=_("Has not said what they offer."), mark=""), ""


def _gives_of(
    card: Card, reason: Data | None, mine: Mapping[int, StatementLine], *, is_compared: bool
) -> tuple[Phrase, str]:
    """What the other one seeks."""
    needs = {one.id: one for one in card.needs}
    if reason is not None:
        need, offer = needs.get(reason["evidence"][0]), mine.get(reason["evidence"][1])
        if need is not None and offer is not None:
            link = link_of(reason, need, offer, is_mine_the_offer=True)
            return _phrase(need.text, link.theirs), _OFFER_FITS[link.fit] % link.said(offer.text)
    if card.needs:
        said = _("No direct match. Also looking for: %(text)s") if is_compared else "%(text)s"
        return _phrase(said % {"text": card.needs[0].text}, ()), ""
    return Phrase(before=_("Has not said what they are looking for."), mark=""), ""


def _phrase(text: str, words: Iterable[str]) -> Phrase:
    before, mark, after = marked_evidence(text, words)
    return Phrase(before=before.rstrip(), mark=mark, after=after)


def fit_line(card: Card, reasons: Sequence[Data], mine: Mapping[int, StatementLine]) -> FitLine | None:
    """The one thing that speaks most for two people, what one gets before what one gives."""
    why = why_of(card, reasons, mine)
    if _met(reasons, FOR_YOU) is not None:
        return FitLine(said=why.gets, side="theirs", fit=why.gets_fit)
    if _met(reasons, FOR_THEM) is not None:
        return FitLine(said=why.gives, side="yours", fit=why.gives_fit)
    return None


def _both_words(reason: Data, card: Card) -> str:
    """A reason that holds for both, as a sentence; empty for what is said elsewhere or against the pair."""
    evidence = reason["evidence"]
    if reason["kind"] in OF_ORGANISATION and not card.has_organisation:
        return ""  # written down before the organisation was hidden
    if reason["kind"] == "topics":
        names = [pick(one.label_de, one.label_en) for code in evidence if (one := term(str(code)))]
        return _("You both work in %(fields)s.") % {"fields": ", ".join(names)} if names else ""
    if reason["kind"] == "kinds":
        return _("Brings together business and research.")
    if reason["kind"] == "networks":
        theirs = [card.networks[pk] for pair in evidence if (pk := _last_network(str(pair))) in card.networks]
        return (
            _("%(network)s works on topics close to those of your network.") % {"network": theirs[0]}
            if theirs
            else ""
        )
    if reason["kind"] == "programmes":
        return _("Your networks are in the same funding programme.")
    if reason["kind"] == "known":
        return _("You know each other already.")
    return ""


def _last_network(pair: str) -> int:
    """The other one's network of "n3|n7"."""
    number = pair.rsplit("|", maxsplit=1)[-1].removeprefix("n")
    return int(number) if number.isdecimal() else 0


def purpose_of(card: Card, reasons: Sequence[Data], mine: Mapping[int, StatementLine]) -> str:
    """A topic to begin with: a whole sentence that one of the two wrote, or nothing where it is too long."""
    theirs = {one.id: one for one in card.needs}
    for side, needs in ((FOR_YOU, mine), (FOR_THEM, theirs)):
        reason = _met(reasons, side)
        need = needs.get(reason["evidence"][0]) if reason else None
        if need is not None and len(need.text) <= LONGEST_PURPOSE:
            return need.text
    return ""
