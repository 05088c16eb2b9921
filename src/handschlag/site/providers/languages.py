"""Languages beside German and English: each is one folder that an operator keeps."""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO


def languages_in(folder: Path) -> list[tuple[str, str]]:
    """Codes and own names of the languages that lie there compiled: `fr/LC_MESSAGES/django.mo` is French."""
    found = []
    for made in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
        code = made.parents[1].name.lower().replace("_", "-")
        known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
        found.append((code, str(known.get("name_local", code)).capitalize()))
    return [one for one in found if one[0] not in {"de", "en"}]
