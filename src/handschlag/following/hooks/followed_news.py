"""What is new about what people follow: apps above tell it, the weekly email and the feeds show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.following.rules.news import Followed, NewsLine

# From everything that anybody follows, `since` and `until` to the lines with `since < at <= until`, in the
# language that is spoken now. Asked once for all readers of a language: its number of questions to the
# database may not grow with what is followed. It passes over kinds that are none of its business, and tells
# nothing that is not public.
type NewsSource = Callable[[Sequence[Followed], datetime, datetime], Iterable[NewsLine]]

followed_news: Final = Hook[NewsSource]("following.followed_news")
