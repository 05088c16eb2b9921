"""Lists in words: why somebody is recommended, in both directions, and why somebody is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from treffen.problem import EntityKind
from treffen.recommendation.lists import (
    EntryOrigin,
    FitDirection,
    ReasonKind,
    RecommendationReason,
    Shortfall,
    ShortfallKind,
    WhyNot,
    WhyNotKind,
)
from treffen.words.entity_labels import Name, called, capitalised
from treffen.words.language import Count, Language, Text, joined_words, number, quoted

Quote = Callable[[str], str]
"""Looks up the text of a statement, or the label of a concept, topic, network or programme, by its id."""

# {partner}: who is recommended. {need}, {offer}: texts of statements. {what}: what is shared.
MET: dict[FitDirection, Text] = {
    FitDirection.FOR_YOU: Text(
        "Sie suchen {need}. {partner} bietet {offer}.",
        "You seek {need}. {partner} offers {offer}.",
    ),
    FitDirection.FOR_THEM: Text(
        "{partner} sucht {need}. Sie bieten {offer}.",
        "{partner} seeks {need}. You offer {offer}.",
    ),
    FitDirection.BOTH: Text(
        "Ein Gesuch und ein Angebot passen zusammen: {need} und {offer}.",
        "A need and an offer fit: {need} and {offer}.",
    ),
}
SHARED: dict[ReasonKind, Text] = {
    ReasonKind.TOPICS: Text("Gemeinsame Themen: {what}.", "Topics in common: {what}."),
    ReasonKind.PROGRAMMES: Text(
        "Beide kommen für dasselbe Förderprogramm in Frage: {what}.",
        "Both are eligible for the same funding programme: {what}.",
    ),
    ReasonKind.KINDS: Text(
        "Ein Unternehmen und eine Forschungseinrichtung ergänzen sich.",
        "A company and a research organisation complement one another.",
    ),
    ReasonKind.NETWORKS: Text(
        "Eine Brücke: Ihre Netzwerke sind verschieden, aber verwandt ({what}).",
        "A bridge: your networks are different, but related ({what}).",
    ),
    ReasonKind.DISTANCE: Text(
        "Dagegen spricht die Entfernung: {what} km.", "Against it: {what} km of distance."
    ),
    ReasonKind.KNOWN: Text("Sie kennen sich schon.", "You know one another already."),
}
THROUGH = Text("Gemeinsam: {what}.", "In common: {what}.")
# {mine}: of the owner of the list. {theirs}: of who is recommended.
RELATED = Text("Verwandt: bei Ihnen {mine}, dort {theirs}.", "Related: your {mine}, their {theirs}.")
PLACES: dict[EntryOrigin, Text] = {
    EntryOrigin.MATCH: Text("passt", "fits"),
    EntryOrigin.BRIDGE: Text("Brücke zu einem anderen Netzwerk", "bridge to another network"),
    EntryOrigin.EXPLORATION: Text("Entdeckung, ausgelost", "discovery, drawn by lot"),
    EntryOrigin.REACH: Text("damit alle gesehen werden", "so that everybody is seen"),
    EntryOrigin.ANSWER: Text("beste Antwort auf ein Gesuch", "best answer to a need"),
}
SHORTFALLS: dict[ShortfallKind, Text] = {
    ShortfallKind.LENGTH: Text(
        "{one}: Die Liste hat {found} statt {wanted} Einträge. Mehr passende Profile gibt es nicht.",
        "{one}: the list has {found} entries instead of {wanted}. There are no more profiles that fit.",
    ),
    ShortfallKind.BRIDGES: Text(
        "{one}: Aus anderen Netzwerken kommen {found} statt {wanted}. Mehr gute Treffer gibt es dort nicht.",
        "{one}: {found} instead of {wanted} come from other networks. There are no more good matches there.",
    ),
    ShortfallKind.REACH: Text(
        "{one} steht in {found} statt {wanted} Listen. Angebote und Gesuche genauer zu beschreiben, hilft.",
        "{one} stands in {found} instead of {wanted} lists. Describing offers and needs more closely helps.",
    ),
}
# {partner}: who is missing. {score}, {needed}: chances in per cent. {lists}: a number. {others}: names.
WHY_NOT: dict[WhyNotKind, Text] = {
    WhyNotKind.LISTED: Text("{partner} steht auf der Liste.", "{partner} is on the list."),
    WhyNotKind.SELF: Text("Niemand steht auf der eigenen Liste.", "Nobody is on their own list."),
    WhyNotKind.NOT_OPTED_IN: Text(
        "{partner} fehlt, weil eine der beiden Personen nicht vorgeschlagen werden möchte.",
        "{partner} is missing because one of the two does not wish to be recommended.",
    ),
    WhyNotKind.BLOCKED: Text(
        "{partner} fehlt, weil einer der beiden diesen Vorschlag ausgeschlossen hat.",
        "{partner} is missing because one of the two has ruled this suggestion out.",
    ),
    WhyNotKind.SAME_ORGANISATION: Text(
        "{partner} gehört zu derselben Organisation.", "{partner} belongs to the same organisation."
    ),
    WhyNotKind.NO_COMMON_LANGUAGE: Text(
        "{partner} spricht keine Sprache, die auch Sie angegeben haben.",
        "{partner} speaks none of the languages that you named.",
    ),
    WhyNotKind.KNOWN: Text(
        "Sie kennen {partner} schon; die Liste zeigt nur neue Kontakte.",
        "You know {partner} already; the list shows new people only.",
    ),
    WhyNotKind.SCORE: Text(
        "Andere passen besser: {partner} hat {score}, nötig gewesen wären {needed}.",
        "Others fit better: {partner} has {score}, {needed} would have been needed.",
    ),
    WhyNotKind.IN_DEMAND: Text(
        "{partner} würde passen ({score}), ist aber sehr gefragt und steht schon in {lists} Listen.",
        "{partner} would fit ({score}), but is much in demand and stands in {lists} lists already.",
    ),
    WhyNotKind.ORGANISATION_FULL: Text(
        "Aus dieser Organisation stehen schon genug auf der Liste: {others}.",
        "Enough people of this organisation are on the list already: {others}.",
    ),
    WhyNotKind.NETWORK_FULL: Text(
        "Aus diesem Netzwerk stehen schon genug auf der Liste: {others}.",
        "Enough people of this network are on the list already: {others}.",
    ),
    WhyNotKind.NEED_COVERED: Text(
        "{partner} passt zu einem Gesuch, für das schon andere auf der Liste stehen.",
        "{partner} fits a need that others on the list serve already.",
    ),
    WhyNotKind.PLACES_KEPT: Text(
        "{partner} würde passen ({score}). Der Platz ging an eine Brücke, an eine Entdeckung oder an "
        "jemanden, der sonst zu selten gesehen wird.",
        "{partner} would fit ({score}). The place went to a bridge, a discovery, or somebody who is seen "
        "too seldom otherwise.",
    ),
}
MANY_LISTS = Count(Text("Liste", "list"), Text("Listen", "lists"))
NO_SCORE = Text("mehr, als es gibt", "more than there is")


def recommendation(
    r: RecommendationReason,
    language: Language,
    *,
    partner: str,
    quote: Quote | None = None,
    name: Name | None = None,
) -> str:
    """One reason as one or two sentences, said to the owner of the list.

    `quote` looks up the text of a statement, or the label of a concept, topic, network or programme.

    >>> from treffen.recommendation.lists import ReasonKind, RecommendationReason
    >>> recommendation(RecommendationReason(kind=ReasonKind.TOPICS, evidence=("Laser",)), "en", partner="7")
    'Topics in common: Laser.'
    """
    said = quote or str
    if r.kind is not ReasonKind.NEED_MET:
        parts = _both_sides(r.evidence, said)
        if r.kind is not ReasonKind.NETWORKS:
            parts = joined_words([said(one) for one in r.evidence], language)
        return SHARED[r.kind].said(language).format(what=parts)
    need, offer = (quoted(said(one), language) for one in (*r.evidence, "", "")[:2])
    who = capitalised(called(EntityKind.PROFILE, partner, language=language, name=name))
    sentence = capitalised(MET[r.side].said(language).format(partner=who, need=need, offer=offer))
    return " ".join([sentence, *_said(r, language, said)])


def _said(r: RecommendationReason, language: Language, quote: Quote) -> Iterator[str]:
    """What both have in common; where there is nothing, what of the one is near to what of the other."""
    common = dict.fromkeys([*(quote(link.need) for link in r.through), *(link.need for link in r.words)])
    if common:
        yield THROUGH.said(language).format(what=joined_words(common, language, most=4))
    elif r.related:
        both = quoted(quote(r.related[0].need), language), quoted(quote(r.related[0].offer), language)
        mine, theirs = both if r.side is not FitDirection.FOR_THEM else both[::-1]
        yield RELATED.said(language).format(mine=mine, theirs=theirs)


def _both_sides(evidence: tuple[str, ...], said: Quote) -> str:
    """The networks of one, a dash, those of the other."""
    at = evidence.index("|") if "|" in evidence else len(evidence)
    sides = (evidence[:at], evidence[at + 1 :])
    return " \N{EN DASH} ".join(", ".join(map(said, side)) for side in sides if side)


def list_place(place: EntryOrigin, language: Language) -> str:
    """Why somebody has a place on a list, in a few words."""
    return PLACES[place].said(language)


def chance(score: float, language: Language) -> str:
    """A score in log-odds as per cent.

    >>> chance(0.0, "de")
    '50\\xa0%'
    """
    share = 1 / (1 + 2.718281828459045**-score)
    digits = 0 if share >= 0.01 else 2
    written = number(100 * share, language, digits=digits)
    return f"{written}\N{NO-BREAK SPACE}%" if language == "de" else f"{written}%"


def shortfall(s: Shortfall, language: Language, *, name: Name | None = None) -> str:
    """A rule that a list could not keep, and what helps."""
    who = called(EntityKind.PROFILE, s.participant, language=language, name=name)
    words = {"one": who, "found": number(s.found, language), "wanted": number(s.wanted, language)}
    return capitalised(SHORTFALLS[s.kind].said(language).format_map(words))


def why_not(w: WhyNot, language: Language, *, name: Name | None = None) -> str:
    """Why somebody is not on a list, said to its owner."""
    words = {
        "partner": called(EntityKind.PROFILE, w.partner, language=language, name=name),
        "score": "" if w.score is None else chance(w.score, language),
        "needed": NO_SCORE.said(language) if w.needed is None else chance(w.needed, language),
        "lists": number(w.lists, language),
        "others": joined_words(
            [called(EntityKind.PROFILE, one, language=language, name=name) for one in w.evidence], language
        ),
    }
    return capitalised(WHY_NOT[w.kind].said(language).format_map(words))
