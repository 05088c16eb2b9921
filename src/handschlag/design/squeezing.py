"""Templates are indented for those who read them; pages need none of it, and weigh less without."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.template import Origin
from django.template.loaders.app_directories import Loader

PLATFORM: Final = Path(__file__).parents[1]
# White space at the edges of these shows nowhere.
BLOCKS: Final = (
    "html|head|body|title|meta|link|script|style|article|aside|blockquote|dd|details|dialog|div|dl|dt|fieldset"
    "|figcaption|figure|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|optgroup|option|p|search|section"
    "|summary|table|caption|colgroup|col|tbody|td|tfoot|th|thead|tr|ul|datalist|br|path|text|g"
)
REST: Final = r"(?:[^<>{]|{%.*?%}|{{.*?}})*"
TAG: Final = rf"</?(?:{BLOCKS})\b{REST}>"
AROUND: Final = re.compile(rf"(?:\s*\n\s*)?({TAG})(?:\s*\n\s*)?")
STEPS: Final = (
    (re.compile(r"\s*\n\s*(?=>|/>)"), ""),  # the end of a tag that was broken into lines
    (re.compile(r'(?<=[\w-]=")\s*\n\s*|\s*\n\s*(?="[\s/>])'), ""),  # the edges of a long value
    (re.compile(r"({% (?:load|extends) [^%]*%})\s*\n\s*"), r"\1"),
    (AROUND, r"\1"),
    (re.compile(rf"(<(?:button|select|svg)\b{REST}>)\s*\n\s*|\s*\n\s*(?=</(?:button|select|svg)>)"), r"\1"),
    (re.compile(r"\s*\n\s*"), " "),
)
# An attribute or a class that may be missing takes its space along.
OPENED: Final = re.compile(rf"<[a-z][\w-]*\b{REST}>")
OPTIONAL: Final = re.compile(r" ({% if [^%]*%})((?:(?!{%).)*{% endif %})")
VERBATIM: Final = re.compile(r"<(pre|textarea)\b")


def squeezed(source: str) -> str:
    """`squeezed("<p>\\n  a\\n  b\\n</p>\\n")` says `<p>a b</p>`."""
    if VERBATIM.search(source):
        return source
    for pattern, instead in STEPS:
        source = pattern.sub(instead, source)
    return OPENED.sub(lambda tag: OPTIONAL.sub(r"\1 \2", tag[0]), source)


class SqueezingLoader(Loader):
    """Finds templates in the apps; those of the platform come without their indentation."""

    def get_contents(self, origin: Origin) -> str:
        source = str(super().get_contents(origin))
        path = Path(origin.name)
        return squeezed(source) if path.suffix == ".html" and path.is_relative_to(PLATFORM) else source
