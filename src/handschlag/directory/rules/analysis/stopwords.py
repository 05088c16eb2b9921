"""Words that say nothing about what somebody looks for, and legal forms that half of all names share."""

from __future__ import annotations

from handschlag.directory.rules.analysis.folding import fold

GERMAN = """
    aber alle allem allen aller alles als also am an ander andere anderen anderer auch auf aus bei beim
    bin bis bzw da dabei daher damit dann das dass dem den denn der deren des dessen die dies diese
    diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etc etwa euer
    fuer für gegen ggf hab haben hat hatte hier hin ich ihr ihre ihrem ihren ihrer im in ins ist jede
    jedem jeden jeder jedes kann kein keine keinem keinen keiner können mehr mein mit muss nach nicht
    noch nur ob oder ohne pro sehr sein seine seinem seinen seiner seit sich sie sind so sowie soll
    sonst sowohl über um und uns unser unsere unserem unseren unserer unter usw vom von vor während war
    waren warum was weil welche welcher welches wenn wer werden wie wir wird wo wurde wurden zu zum zur
    zwischen suche suchen sucht gesucht biete bieten bietet
"""
ENGLISH = """
    a about above after all also an and any are as at be been between both but by can could do does for
    from had has have he her here his how i if in into is it its just may more most must no nor not of
    off on only or other our out over own per she should so some such than that the their them then
    there these they this those through to too under until up us very was we were what when where which
    while who why will with within without would you your looking seeking wanted offers offering
"""
LEGAL = """
    ag co company corp eg ek ev gbr ggmbh gmbh inc kg kga kgaa llc ltd mbb mbh nv ohg plc sa sarl se ug
"""
LEGAL_FORMS = frozenset(LEGAL.split())
STOPWORDS = frozenset(fold(word) for word in (GERMAN + ENGLISH).split()) | LEGAL_FORMS


def is_stopword(piece: str) -> bool:
    """Whether a folded word is passed over; a single letter always is."""
    return piece in STOPWORDS or (len(piece) == 1 and piece.isascii() and piece.isalpha())


def is_legal_form(piece: str) -> bool:
    return piece in LEGAL_FORMS
