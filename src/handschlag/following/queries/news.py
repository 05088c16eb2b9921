"""What is new about what is followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from handschlag.following.hooks.followed_news import followed_news
from handschlag.following.queries.things import things_of
from handschlag.following.rules.grouping import WrittenLine
from handschlag.following.rules.news import Followed, NewsLine, told


def news_of(
    followed: Sequence[Followed], *, since: datetime, until: datetime
) -> Mapping[Followed, Sequence[NewsLine]]:
    """What every source tells, by what it is about, in the language that is spoken now."""
    found: defaultdict[Followed, list[NewsLine]] = defaultdict(list)
    if followed:
        for news in followed_news:
            for line in news(followed, since, until):
                found[line.followed].append(line)
    return found


def lines_for(followed: Sequence[Followed], *, since: datetime, until: datetime) -> list[WrittenLine]:
    """What one person is told of that time, in the language that is spoken now."""
    things = things_of(followed)
    shown = [one for one in followed if one in things]
    titles = {one: thing.title for one, thing in things.items()}
    return written(news_of(shown, since=since, until=until), shown, titles, since=since, until=until)


def written(
    news: Mapping[Followed, Sequence[NewsLine]],
    followed: Sequence[Followed],
    titles: Mapping[Followed, str],
    *,
    since: datetime,
    until: datetime,
) -> list[WrittenLine]:
    """Of everybody's news those about what one person follows, each once."""
    mine = [line for one in followed for line in news.get(one, ())]
    return [WrittenLine.of(one, titles) for one in told(mine, since=since, until=until)]
