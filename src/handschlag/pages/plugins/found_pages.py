"""Pages about the platform, as the search shows them."""

from __future__ import annotations

from handschlag.directory.hooks.found_pages import PageSource
from handschlag.directory.rules.found_pages import FoundPage

PAGES = (
    FoundPage(
        kind="matching",
        view="pages:how_matching_works",
        title_de="So funktioniert das Matching",
        title_en="How matchmaking works",
        words="Matchmaking, Matching, Gespräche vermitteln, Garantie, how does matching work, meetings",
        beside="funktioniert, geht, work, works, anmelden, register",
    ),
    FoundPage(
        kind="contact",
        view="pages:contact",
        title_de="Kontakt",
        title_en="Contact",
        words="Ansprechpartner, schreiben, Fehler melden, Eintrag melden, write, report an entry",
        beside="Netzwerk, Cluster, Korrektur, network, cluster",
    ),
    FoundPage(
        kind="imprint",
        view="pages:imprint",
        title_de="Impressum",
        title_en="Imprint",
        words="Betreiber, operator, legal notice",
    ),
    FoundPage(
        kind="privacy",
        view="pages:privacy",
        title_de="Datenschutz",
        title_en="Privacy",
        words="Datenschutzerklärung, personenbezogene Daten, Cookies, DSGVO, GDPR, data protection",
    ),
    FoundPage(
        kind="accessibility",
        view="pages:accessibility",
        title_de="Barrierefreiheit",
        title_en="Accessibility",
        words="barrierefrei, Erklärung zur Barrierefreiheit, accessible",
    ),
    FoundPage(
        kind="plain-language",
        view="pages:plain_language",
        title_de="Leichte Sprache",
        title_en="Plain language",
        words="einfache Sprache, easy to read",
    ),
    FoundPage(
        kind="sources",
        view="pages:sources",
        title_de="Quellen",
        title_en="Sources",
        words="Herkunft der Daten, Datenquellen, data sources",
        beside="Netzwerke, Cluster",
    ),
)
SOURCE = PageSource(stamp=lambda: None, pages=lambda: PAGES)
