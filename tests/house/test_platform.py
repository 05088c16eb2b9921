"""The floors of the platform: what points down, what reads no clock, and what a template may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

django = pytest.importorskip("django")

from django.apps import apps  # noqa: E402 - only where Django is
from django.conf import settings  # noqa: E402

FLOORS = (
    *("common", "design", "accounts", "programmes", "directory", "events", "registration", "matching"),
    *("day", "statistics", "api", "pages", "demo", "site", "following"),
)
TIMELESS = {"rules", "models", "queries", "emails", "actions", "forms", "screens"}
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "date.today",
    "datetime.today",
    "time.time",
    "localdate",
    "localtime",
}
# Words of a template that are the same in every language, or belong to no language.
SAME_EVERYWHERE = {
    "Handschlag",
    "CSV",
    "XLSX",
    "JSON",
    "vCard",
    "QR",
    "English",
    "Deutsch",
    "SVG",
    "ROR",
    "ID",
    "PDF",
}


def floor_of(name: str) -> str:
    return name.removeprefix("handschlag.").split(".")[0]


def test_foreign_keys_point_down() -> None:
    up = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for config in apps.get_app_configs()
        if config.name.startswith("handschlag.")
        for model in config.get_models()
        for field in model._meta.get_fields(include_hidden=False)
        if (field.many_to_one or field.one_to_one or field.many_to_many)
        and not field.auto_created
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and field.related_model.__module__.startswith("handschlag.")
        and FLOORS.index(floor_of(field.related_model.__module__)) > FLOORS.index(floor_of(model.__module__))
    ]
    assert up == []


def test_only_the_edges_read_the_clock(root: Path, trees: Mapping[str, ast.Module]) -> None:
    contracts = (root / ".importlinter").read_text("utf-8")
    third_shape = set(re.findall(r"^    handschlag\.(\w+)\nlayers", contracts, re.MULTILINE))
    found = []
    for name, tree in trees.items():
        rooms = set(Path(name).with_suffix("").parts)
        is_of_topics = len(rooms) > 3 and (Path(name).parts[2] in third_shape)
        if (
            name.startswith("src/handschlag/")
            and (is_of_topics or rooms & TIMELESS)
            and not rooms & {"views", "jobs", "management"}
        ):
            found += [f"{name}:{line}" for line in _clocks_read(tree, is_of_topics=is_of_topics)]
    assert found == []


def _clocks_read(tree: ast.Module, *, is_of_topics: bool) -> Iterator[int]:
    """Lines that read a clock. Where a topic has its pages in one file, only verbs and models may not."""
    for statement in tree.body:
        if is_of_topics and isinstance(statement, ast.FunctionDef):
            takes_now = any(
                node.arg == "now" for node in ast.walk(statement.args) if isinstance(node, ast.arg)
            )
            is_atomic = any(
                ast.unparse(one).startswith("transaction.atomic") for one in statement.decorator_list
            )
            if not (takes_now or is_atomic):
                continue
        if is_of_topics and isinstance(statement, ast.ClassDef):
            bases = [ast.unparse(base).split("[")[0] for base in statement.bases]
            if not any(base.endswith(("Model", "QuerySet", "Manager")) for base in bases):
                continue
        calls = (node for node in ast.walk(statement) if isinstance(node, ast.Call))
        yield from (call.lineno for call in calls if ast.unparse(call.func).endswith(tuple(CLOCKS)))


@pytest.fixture(scope="module")
def templates(root: Path) -> dict[str, str]:
    folder = root / "src/handschlag"
    return {
        str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(folder.rglob("templates/**/*.html"))
    }


def hits(templates: Mapping[str, str], pattern: str) -> Iterator[str]:
    for name, text in templates.items():
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            yield f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0][:60]}"


def is_mail(name: str) -> bool:
    return "/mail/" in name


def test_templates_hold_no_style_script_or_handler_of_their_own(templates: dict[str, str]) -> None:
    pages = {name: text for name, text in templates.items() if not is_mail(name)}
    assert list(hits(pages, r"<style[\s>]|\sstyle=|\son[a-z]+=\"|javascript:|hx-on")) == []
    assert list(hits(pages, r"<script(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))[^>]*>")) == []


def test_templates_load_nothing_from_elsewhere(templates: dict[str, str]) -> None:
    assert list(hits(templates, r"<(img|script|link|iframe|source)\b[^>]*\b(src|href)=\"(https?:)?//")) == []


def test_templates_switch_no_escaping_off(templates: dict[str, str]) -> None:
    assert list(hits(templates, r"\|safe\b|autoescape off")) == []


def test_every_word_of_a_template_can_be_translated(templates: dict[str, str]) -> None:
    found = []
    for name, text in templates.items():
        bare = re.sub(r"{%\s*blocktrans.*?{%\s*endblocktrans\w*\s*%}", "", text, flags=re.DOTALL)
        # An address that is put together has no words.
        bare = re.sub(r"{% capture \w+ %}{% url .*?{% endcapture %}", "", bare, flags=re.DOTALL)
        bare = re.sub(r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", "", bare, flags=re.DOTALL)
        bare = re.sub(r"<(script|title-plain|code|kbd|style).*?</\1>", "", bare, flags=re.DOTALL)
        bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", bare, flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-zÄÖÜäöüß]{2,}", bare)) - SAME_EVERYWHERE
        found += [f"{name}: {word}" for word in sorted(words)]
    assert found == []


def test_browsers_wait_for_what_comes_and_not_for_a_moment(root: Path) -> None:
    """tests/browsing.py says why the driver's own waiting does not do."""
    own, names = root / "tests/browsing.py", ("wait_for_" + "function", "wait_for_" + "timeout")
    found = [
        str(path.relative_to(root))
        for path in (root / "tests").rglob("*.py")
        if path != own and any(name in path.read_text("utf-8") for name in names)
    ]
    assert found == []
