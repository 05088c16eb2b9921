"""Names of organisations as people mean them: without legal form, case, accents and punctuation."""

from __future__ import annotations

import re

from handschlag.common.rules.folding import folded_name

# Longest first: "GmbH & Co. KG" is one form, not two.
FORMS = (
    r"(gemeinnuetzige )?gmbh und co kgaa",
    r"(gemeinnuetzige )?gmbh und co kg",
    r"(gemeinnuetzige )?gmbh und co ohg",
    r"gesellschaft mit beschraenkter haftung",
    r"ug haftungsbeschraenkt und co kg",
    r"ug haftungsbeschraenkt",
    r"ag und co kgaa",
    r"ag und co kg",
    r"se und co kgaa",
    r"se und co kg",
    r"und co kg",
    r"eingetragener verein",
    r"eingetragene genossenschaft",
    r"aktiengesellschaft",
    r"gemeinnuetzige gmbh",
    r"ggmbh",
    r"g m b h und co k g",
    r"gmbh",
    r"g m b h",
    r"mbh",
    r"kgaa",
    r"e v",
    r"ev",
    r"e g",
    r"eg",
    r"e k",
    r"ek",
    r"ag",
    r"kg",
    r"ohg",
    r"gbr",
    r"partg mbb",
    r"partg",
    r"ug",
    r"se",
    r"inc",
    r"ltd",
    r"b v",
    r"bv",
    r"s a r l",
    r"sarl",
)
ENDING = re.compile(rf"( ({'|'.join(FORMS)}))+$")


def bare_name(name: str) -> str:
    """The folded name without its legal form; a name that is nothing but a form stays."""
    plain = folded_name(name)
    return ENDING.sub("", " " + plain).strip() or plain


def legal_form(name: str) -> str:
    """The folded legal form at the end of a name; empty for none.

    >>> legal_form("iba AG"), legal_form("Meier GmbH & Co. KG"), legal_form("Siemens")
    ('ag', 'gmbh und co kg', '')
    """
    found = ENDING.search(" " + folded_name(name))
    return found[0].strip() if found and bare_name(name) != folded_name(name) else ""
