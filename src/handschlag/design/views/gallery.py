"""The page that shows every part in both themes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.design.forms import SampleForm, empty_form, faulty_form
from handschlag.design.screens.gallery import gallery
from handschlag.design.screens.samples import samples


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page of all parts, light and dark side by side."""
    themes = [(side, samples(side) | _sample_forms(side)) for side in ("light", "dark")]
    return render(request, "design/gallery.html", {"screen": gallery(), "themes": themes})


def _sample_forms(side: str) -> dict[str, SampleForm]:
    return {"form": empty_form(f"{side}-form"), "faulty": faulty_form(f"{side}-faulty")}
