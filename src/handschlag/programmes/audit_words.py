"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOADED: Final = "loaded"
ADDED: Final = "fact.added"
EDITED: Final = "fact.edited"
CHECKED: Final = "fact.checked"
UNDONE: Final = "fact.undone"
REMOVED: Final = "fact.removed"
BROUGHT_BACK: Final = "fact.brought_back"

VERBS: Final[dict[str, str | Promise]] = {
    LOADED: _("taken from the source"),
    ADDED: _("added a fact about a programme"),
    EDITED: _("changed a fact about a programme"),
    CHECKED: _("checked a fact about a programme: still right"),
    UNDONE: _("undid the last change of a fact about a programme"),
    REMOVED: _("took a fact about a programme off the page"),
    BROUGHT_BACK: _("brought a fact about a programme back"),
}
