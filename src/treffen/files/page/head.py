"""What stands before the body of every page: the policy, the title, the style."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from treffen.files.page.logo import ICON
from treffen.files.page.markup import Markup, tag


def head_of(title: str, *, rules: str = "") -> Markup:
    """The head with the style sheets of all pages and further `rules`; nothing else may be loaded."""
    sheets = ((resources.files(__package__) / f"{name}.css").read_text("utf-8") for name in ("page", "print"))
    style = "".join(sheets) + rules
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("link", rel="icon", href=ICON),
        Markup(f"<style>{style}</style>\n"),
    )
