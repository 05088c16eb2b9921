"""The two hands: the mark of the project, drawn once, shown by reference."""

from __future__ import annotations

from treffen.files.page.markup import Markup

YOU = "M1 1h7a18 18 0 0 1 0 36H1z"
OTHER = "M44 1h-7a18 18 0 0 0 0 36h7z"
LENS = "M22.5 8.34A18 18 0 0 1 22.5 29.66A18 18 0 0 1 22.5 8.34z"
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 -3.5 45 45'%3E"
    f"%3Cpath fill='%230B5468' d='{YOU}'/%3E%3Cpath fill='%23D2430F' d='{OTHER}'/%3E"
    f"%3Cpath fill='%230F1F27' d='{LENS}'/%3E%3C/svg%3E"
)


def symbol() -> Markup:
    """The drawing, to be put once into the page."""
    return Markup(
        '<svg class="h" aria-hidden="true" focusable="false"><symbol id="hands" viewBox="0 0 45 38">'
        f'<path class="you" d="{YOU}"/><path class="other" d="{OTHER}"/><path class="lens" d="{LENS}"/>'
        "</symbol></svg>"
    )


def logo(*, css: str) -> Markup:
    """One appearance of the mark; decoration, for its name stands beside it."""
    return Markup(f'<svg class="logo {css}" aria-hidden="true" focusable="false"><use href="#hands"/></svg>')
