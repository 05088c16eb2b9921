"""What people hold in their hands: tagged PDF (PDF/UA) made from a template and plain values."""

from handschlag.common.printing.rendering import qr, render, unprintable

__all__ = ["qr", "render", "unprintable"]
