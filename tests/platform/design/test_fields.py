"""Fields of forms: the right control, and every hint and error tied to it."""

from __future__ import annotations

import re
from pathlib import Path

from django import forms
from django.template import Context, Template
from django.utils import translation

from handschlag.design.gallery.pages import SampleForm, empty_form, faulty_form


def drawn(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load design %}" + source).render(Context(context))


def field(form: forms.Form, name: str) -> str:
    return drawn("{% field bound %}", bound=form[name])


def test_each_widget_gets_its_kern_control() -> None:
    form = empty_form("x")
    assert 'class="kern-form-input__input"' in field(form, "name")
    assert re.search(r"<textarea[^>]*kern-form-input__input hs-text", field(form, "about"))
    assert '<div class="kern-form-input__select-wrapper"><select' in field(form, "kind")
    assert field(form, "wanted").count('class="kern-form-check__radio"') == 3
    assert field(form, "fields_of_work").count('class="kern-form-check__checkbox"') == 3
    assert re.search(r'<input type="file"[^>]*kern-form-input__input', field(form, "logo"))
    assert re.search(r'<input type="checkbox"[^>]*kern-form-check__checkbox', field(form, "agrees"))


def test_a_hint_is_read_with_its_field() -> None:
    text = field(empty_form("x"), "name")
    assert 'aria-describedby="x_name_helptext"' in text
    assert 'id="x_name_helptext">As it calls itself in public.' in text


def test_an_error_is_read_with_its_field_and_what_was_typed_stays() -> None:
    text = field(faulty_form("x"), "founded")
    assert 'aria-describedby="x_founded_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'class="kern-error" id="x_founded_error"' in text
    assert 'value="17"' in text
    assert "kern-form-input__input--error" in text


def test_choices_carry_their_error_and_hint_at_the_group() -> None:
    text = field(faulty_form("x"), "wanted")
    assert re.search(r"<fieldset[^>]*kern-fieldset--error[^>]*aria-describedby=\"x_wanted_error\"", text)


def test_only_what_is_optional_says_so() -> None:
    form = empty_form("x")
    assert "optional" in field(form, "founded")
    assert "optional" not in field(form, "name")


def test_a_form_that_only_looks_marks_nothing_as_optional() -> None:
    form = empty_form("x")
    for name in ("founded", "fields_of_work"):
        assert "optional" in field(form, name)
        assert "optional" not in drawn("{% filter_field bound %}", bound=form[name])


def test_templates_use_the_unmarked_field_where_nothing_is_saved(root: Path) -> None:
    looking = re.compile(r'<form[^>]*method="get".*?</form>', re.DOTALL)
    wrong = [
        path.name
        for path in root.glob("src/handschlag/*/templates/**/*.html")
        for form in looking.findall(path.read_text("utf-8"))
        if "{% field " in form
    ]
    assert wrong == []


def test_the_summary_leads_to_each_field_that_is_wrong() -> None:
    form = faulty_form("x")
    text = drawn("{% form_errors form %}", form=form)
    assert "4 entries need a change" in text
    targets = re.findall(r'href="#(\w+)"', text)
    assert targets == ["x_name", "x_founded", "x_wanted", "x_agrees"]
    shown = "".join(field(form, name) for name in form.fields)
    assert [target for target in targets if f'id="{target}"' not in shown] == []


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert drawn("{% form_errors form %}", form=empty_form("x")).strip() == ""


def test_a_mistake_of_the_whole_form_is_said_on_top() -> None:
    class Pair(SampleForm):
        def clean(self) -> dict[str, object]:
            raise forms.ValidationError("Both cannot be.")

    text = drawn(
        "{% form_errors form %}", form=Pair({"name": "a", "kind": "zim", "wanted": "zim", "agrees": "on"})
    )
    assert "Both cannot be." in text


def test_a_widget_keeps_the_class_that_it_was_given() -> None:
    class Narrow(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "hs-code"}))

    assert 'class="kern-form-input__input hs-code"' in field(Narrow(), "code")
