"""Forms by which entries are edited: a section each, strings to clean values, nothing saved."""

from handschlag.directory.forms.editing.actors import ACTOR_FORMS
from handschlag.directory.forms.editing.networks import NETWORK_FORMS
from handschlag.directory.forms.editing.section import SectionForm, SourceForm
from handschlag.directory.forms.editing.statements import ConceptSearchForm, StatementForm
from handschlag.directory.forms.editing.stories import StoryForm

__all__ = [
    "ACTOR_FORMS",
    "NETWORK_FORMS",
    "ConceptSearchForm",
    "SectionForm",
    "SourceForm",
    "StatementForm",
    "StoryForm",
]
