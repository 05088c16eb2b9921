"""What people hold in their hands: tagged PDF (PDF/UA) made from a template and plain values."""

from handschlag.common.printing.codes import qr
from handschlag.common.printing.letters import unprintable
from handschlag.common.printing.rendering import render

__all__ = ["qr", "render", "unprintable"]
