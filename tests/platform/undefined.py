"""In tests, a name that a template uses and nobody has given is a mistake; Django draws nothing, silently.

A name alone may be missing where a template asks whether it is there: in `{% if %}` and `{% firstof %}`, and
before the filter `default`. That is how the optional parameters of an included part are written. An attribute
that its object does not have is a mistake even there, unless the object is None, plain text, or a form: whose
fields are not the same for everybody.
"""

from __future__ import annotations

import copy
from typing import Any

from django.forms import BaseForm
from django.template import Context, VariableDoesNotExist
from django.template.base import FilterExpression
from django.template.context import BaseContext
from django.template.defaulttags import ForNode
from tests.databases import ROOT

OURS = str(ROOT / "src" / "handschlag")
HOLDERS = (BaseContext, BaseForm, str, type(None))
ASKING = frozenset(("default", "default_if_none"))


class Undefined(Exception):
    """What a template names and nobody has given."""


def install() -> None:
    """From now on, and for all templates of ours in this process."""
    if FilterExpression.resolve is not resolved:
        FilterExpression.resolve, ForNode.render = resolved, repeated  # type: ignore[method-assign]


def resolved(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
    if not self.is_var:
        return FILTERED(self, context)
    try:
        value = self.var.resolve(context)
    except VariableDoesNotExist as fault:
        if is_mistake(self, context, fault, is_asked=ignore_failures):
            raise Undefined(f"{self.token} in {template_of(context)}") from fault
        return FILTERED(self, context, ignore_failures or is_asking(self))
    if not self.filters:
        return value
    known = copy.copy(self)
    known.var, known.is_var = value, False
    return FILTERED(known, context)


def repeated(self: ForNode, context: Context) -> Any:
    """What is gone through has to be there, even if it is empty."""
    known = copy.copy(self.sequence)
    known.var, known.is_var, known.filters = resolved(self.sequence, context), False, []
    loop = copy.copy(self)
    loop.sequence = known
    return REPEATED(loop, context)


def is_asking(expression: FilterExpression) -> bool:
    return any(function.__name__ in ASKING for function, _ in expression.filters)


def is_mistake(
    expression: FilterExpression, context: Context, fault: VariableDoesNotExist, *, is_asked: bool
) -> bool:
    if not template_of(context).startswith(OURS):
        return False
    is_optional = isinstance(fault.params[1], HOLDERS)
    return not (is_optional and (is_asked or is_asking(expression)))


def template_of(context: Context) -> str:
    """The file that is being drawn."""
    template = context.render_context.template or context.template
    return str(template.origin.name) if template else ""


FILTERED, REPEATED = FilterExpression.resolve, ForNode.render
