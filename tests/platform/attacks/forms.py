"""Forms of a page as a browser would send them: for tests that press every button there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

NOT_SENT = {"button", "reset", "image", "file"}


@dataclass(slots=True)
class Form:
    """Where it goes, and what stands in it; `buttons` are those that have a name."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    name: str = ""

    def body(self) -> dict[str, Any]:
        """What is sent by the first button."""
        sent: dict[str, Any] = {**self.fields}
        if self.buttons and not any(name in sent for name, _value in self.buttons):
            sent[self.buttons[0][0]] = [self.buttons[0][1]]
        return sent


class FormReader(HTMLParser):
    """Collects the forms of a page that change something."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.area = self.choice = ""
        self.options: list[tuple[str, bool]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.begin(said)
        elif tag in {"input", "button", "textarea", "select"}:
            self.control(tag, said)
        elif tag == "option" and self.choice:
            self.options.append((said.get("value", ""), "selected" in said))

    def begin(self, said: dict[str, str]) -> None:
        form = Form(action=said.get("action", ""))
        if said.get("id"):
            self.by_id[said["id"]] = form
        self.open = form
        if said.get("method", "get").lower() == "post":
            self.forms.append(form)

    def control(self, tag: str, said: dict[str, str]) -> None:
        form, name = self.by_id.get(said.get("form", "")) or self.open, said.get("name", "")
        if form is None or not name or "disabled" in said:
            return
        kind = said.get("type", "submit" if tag == "button" else "text")
        if tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.choice, self.options = name, []
        elif kind == "submit":
            form.buttons.append((name, said.get("value", "")))
        elif kind not in NOT_SENT and (kind not in {"checkbox", "radio"} or "checked" in said):
            unsaid = "on" if kind in {"checkbox", "radio"} else ""
            form.fields.setdefault(name, []).append(said.get("value", unsaid))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area and self.open:
            self.open.fields.setdefault(self.area, []).append(self.text.removeprefix("\n"))
            self.area = ""
        elif tag == "select" and self.choice and self.open:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            chosen = chosen or [value for value, _chosen in self.options[:1]]
            self.open.fields.setdefault(self.choice, []).extend(chosen)
            self.choice = ""


def forms_in(html: str) -> list[Form]:
    """`forms_in(page)[0].body()`"""
    reader = FormReader()
    reader.feed(html)
    return reader.forms
