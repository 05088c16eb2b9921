"""Looks for actors that may be one: every night, and when an editor asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.common.models import Job
from handschlag.directory.actions import duplicates


def _list_of_pairs(job: Job) -> str:
    del job
    return reverse("directory:duplicates")


@handler("directory.find_duplicates", title=_("Search for duplicates"), leads_to=_list_of_pairs)
def find_duplicates(run: Run, **payload: Any) -> dict[str, Any]:
    """Asked for by an editor; `waiting` is how many pairs are left to look at."""
    del run, payload
    return {"waiting": duplicates.find_duplicates(now=timezone.now())}


@periodic(
    "directory.find_duplicates_nightly", every=timedelta(days=1), title=_("Nightly search for duplicates")
)
def find_duplicates_nightly(run: Run) -> dict[str, Any]:
    """The same every night, asked for by nobody; `waiting` is how many pairs are left to look at."""
    del run
    return {"waiting": duplicates.find_duplicates(now=timezone.now())}
