"""What somebody says when registering; the same form for the own page and for organisers."""

from __future__ import annotations
