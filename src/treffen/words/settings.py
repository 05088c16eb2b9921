"""The settings of recommendation in words: what each one does."""

from __future__ import annotations

from treffen.words.language import Language, Text, number

PARTS: dict[str, Text] = {
    "fit": Text(
        "Was ein Gesuch und ein Angebot füreinander bedeuten", "What a need and an offer mean to one another"
    ),
    "score": Text("Was bei einem Paar zählt", "What counts in a pair"),
    "lists": Text("Wie Listen entstehen", "How lists are made"),
}
FIT: dict[str, Text] = {
    "tags": Text("Gewicht gemeinsamer Begriffe", "weight of concepts in common"),
    "words": Text("Gewicht gemeinsamer Wörter", "weight of words in common"),
    "semantic": Text(
        "Gewicht der Nähe ganzer Texte, mit --semantic", "weight of how near whole texts are, with --semantic"
    ),
    "kinds": Text("Gewicht der Art von Angebot und Bedarf", "weight of the kinds of offers and needs"),
    "parent": Text("Anteil eines übergeordneten Begriffs", "share of a concept above"),
    "sibling": Text("Anteil eines benachbarten Begriffs", "share of a concept beside"),
    "related": Text("Anteil verwandter Begriffe", "share of related concepts"),
    "same_concept": Text(
        "Chance, wenn der seltenste Begriff derselbe ist", "chance where the rarest concept is the same"
    ),
    "read_tag": Text(
        "Anteil eines Begriffs, der aus dem Text gelesen wurde",
        "share of a concept that was read from the text",
    ),
    "same_word": Text("Beleg eines gemeinsamen Wortes", "evidence of a word in common"),
    "synonym": Text("Beleg von Wörtern einer Bedeutung", "evidence of words of one meaning"),
    "kin": Text("Beleg von Wörtern aus einer Umgebung", "evidence of words of one corner of the world"),
    "both_deny": Text("Beleg, wenn beide dasselbe verneinen", "evidence where both deny the same"),
    "rarity_power": Text("wie stark Seltenes mehr zählt", "how much more rare things count"),
    "common_word": Text("Anteil sehr häufiger Wörter", "share of very common words"),
    "denied_word": Text("Anteil eines Wortes, das nur einer verneint", "share of a word that one denies"),
    "nearest_text": Text("Chance bei den nächsten Texten", "chance of the nearest texts"),
    "nothing_named": Text(
        "Anteil der Nähe, wo sonst nichts gemeinsam ist", "share of nearness where nothing else is shared"
    ),
    "same_direction": Text(
        "Anteil, wenn beide suchen oder beide bieten", "share where both seek, or both offer"
    ),
    "floor": Text("kleinere Übereinstimmungen entfallen", "smaller fits are left out"),
    "most_common": Text(
        "Wörter in einem größeren Anteil der Angebote gelten als häufig",
        "words in a larger share of all offers are common",
    ),
}
SCORE: dict[str, Text] = {
    "mean": Text(
        "Mittel beider Richtungen: 1 addiert, 0 verlangt beide, darunter zählt die schwächere",
        "mean of both directions: 1 adds, 0 asks for both, below that the weaker one counts",
    ),
    "epsilon": Text("lässt eine starke Seite allein bestehen", "keeps one strong side alive"),
    "least_fit": Text("ab hier zählt eine Übereinstimmung", "where a fit begins to count"),
    "topics": Text("gemeinsame Themen", "topics in common"),
    "kind": Text("Unternehmen mit Forschung", "company with research"),
    "network": Text("verwandte, verschiedene Netzwerke", "related, different networks"),
    "programme": Text("gemeinsames Förderprogramm", "common funding programme"),
    "distance": Text("Abzug je 100 km", "lost on 100 km"),
    "known": Text("Abzug, wenn sich beide kennen", "lost where two know one another"),
    "language": Text("eine gemeinsame Sprache ist nötig", "a common language is needed"),
    "again": Text("auch wer sich schon kennt", "also who know one another"),
}
LISTS: dict[str, Text] = {
    "k": Text("Länge der Listen", "length of the lists"),
    "organisation": Text("höchstens aus einer Organisation", "at most from one organisation"),
    "network": Text("höchstens aus einem Netzwerk", "at most from one network"),
    "bridges": Text("mindestens aus anderen Netzwerken", "at least from other networks"),
    "floor": Text(
        "kleinste Chance von ihnen und von Ausgelosten", "least chance of those, and of people drawn"
    ),
    "exploration": Text("ausgeloste Plätze", "places drawn by lot"),
    "reach": Text("in so vielen Listen steht jede Person mindestens", "lists that everybody is in at least"),
    "cover": Text("Abzug, wenn ein Gesuch schon bedient ist", "lost where a need is served already"),
    "shortlist": Text("Personen, aus denen eine Liste gewählt wird", "people that a list is chosen from"),
    "balance": Text(
        "Ausgleich: cap (Obergrenze), market (dazu Preise), none",
        "balance: cap (upper limit), market (prices as well), none",
    ),
    "cap": Text(
        "im Mittel höchstens in so vielen Listen, als Vielfaches ihrer Länge",
        "lists that people are in at most, on average, in lengths of a list",
    ),
    "price": Text("Anteil der Preise des Gleichgewichts", "share of the prices of the equilibrium"),
    "temperature": Text(
        "Streuung im Gleichgewicht, in Standardabweichungen",
        "spread in the equilibrium, in standard deviations",
    ),
    "wanted": Text(
        "Gespräche, die jemand ohne Angabe möchte", "meetings of those who do not say how many they want"
    ),
}
SETTINGS: dict[str, dict[str, Text]] = {"fit": FIT, "score": SCORE, "lists": LISTS}
YES, NO = Text("ja", "yes"), Text("nein", "no")


def setting_value(value: object, language: Language) -> str:
    """A value as it is read.

    >>> setting_value(0.35, "de"), setting_value(True, "en")
    ('0,35', 'yes')
    """
    if isinstance(value, bool):
        return (YES if value else NO).said(language)
    if isinstance(value, (int, float)):
        digits = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return number(value, language, digits=digits)
    return str(value)
