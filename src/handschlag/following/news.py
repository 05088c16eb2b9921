"""What can be followed, and what is new about it: the weekly email and the feed are made of such lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypedDict
from zoneinfo import ZoneInfo

from handschlag.common.hooks import Hook
from handschlag.following.models import FollowedKind, Following

BERLIN: Final = ZoneInfo("Europe/Berlin")
HOUR: Final = time(6)  # of the weekly email on Monday, local time
LONGEST_BACK: Final = timedelta(days=35)  # nobody is told at length what was new before
DAYS_BEFORE: Final = (60, 30, 7)  # a deadline is told so many days ahead
NAMED: Final = 3  # so many of a kind stand there one by one; more of them in a week are one line
SENTENCE_LENGTH: Final = 300
MOST_LINES: Final = 20  # in an email, and on the page


@dataclass(frozen=True, slots=True, order=True)
class Followed:
    """Something that is followed: of which kind it is, and which one."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a key stands for, in the active language; `url` is its page, from `/` on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """Something new about what is followed, in the active language.

    `at` is the moment since which it is news: when it was published, or when a deadline came near. A line is
    told in the email of the week in which that moment lies, and never again. `url` is an address on the
    platform from `/` on. `together` makes one line of those of its kind that one person is told of one week;
    that line has the day of the email in `week`, as its words change until then.
    """

    followed: Followed
    at: datetime
    title: str
    url: str
    sentence: str = ""
    is_invented: bool = False
    together: Callable[[Sequence[NewsLine]], NewsLine] | None = None
    week: date | None = None


class WrittenLine(TypedDict):
    """A line as it is stored: in words, so that it reads the same later."""

    title: str
    url: str
    sentence: str
    at: str
    is_invented: bool
    because: list[str]  # the titles of what is followed
    week: str  # of a line that stands for many: its id in the feed, where the words change; else empty


# For a kind: the public things among these keys.
followed_things: Final = Hook[tuple[FollowedKind, Callable[[Sequence[str]], Mapping[str, Thing]]]](
    "following.followed_things"
)

# From everything that anybody follows, `since` and `until` to the lines with `since < at <= until`, in the
# active language. Asked once for all readers of a language: its number of queries may not grow with what is
# followed. It passes over kinds that are none of its business, and tells nothing that is not public.
type NewsSource = Callable[[Sequence[Followed], datetime, datetime], Iterable[NewsLine]]
followed_news: Final = Hook[NewsSource]("following.followed_news")


# --- when ------------------------------------------------------------------------------------------


def monday_of(local: datetime) -> datetime:
    """The moment of the weekly email in this local week."""
    return datetime.combine(local.date() - timedelta(days=local.weekday()), HOUR, local.tzinfo)


def next_email(local: datetime) -> datetime:
    """When the next weekly email is written."""
    monday = monday_of(local)
    return monday if local < monday else monday_of(local + timedelta(days=7))


def last_email(local: datetime) -> datetime:
    """When the one before was written, or the one of this very moment.

    >>> last_email(datetime(2026, 11, 30, 5, 59, tzinfo=UTC)).date()
    datetime.date(2026, 11, 23)
    """
    monday = monday_of(local)
    return monday if monday <= local else monday_of(local - timedelta(days=7))


def alerts_between(ends_at: datetime, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """The Mondays whose email tells the end of something, as far as they lie in this time.

    Each is the last one that leaves so many days before, or more: nobody hears of a deadline later than that.

    >>> since, until = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    >>> [f"{at:%d.%m.}" for at in alerts_between(until, since=since, until=until)]
    ['30.11.', '21.12.']
    """
    local = ends_at.astimezone(BERLIN)
    for days in DAYS_BEFORE:
        at = last_email(local - timedelta(days=days)).astimezone(UTC)
        if since < at <= until:
            yield at


# --- which lines -----------------------------------------------------------------------------------


def told_once(
    lines: Iterable[NewsLine], *, since: datetime, until: datetime
) -> list[tuple[NewsLine, tuple[Followed, ...]]]:
    """What is new after `since` and not after `until`, the newest first, the same page once.

    Each line stands beside everything followed that brought it.
    """
    found: dict[tuple[str, str, datetime], list[NewsLine]] = {}
    for line in _bundled(line for line in lines if since < line.at <= until):
        found.setdefault((line.url, line.title, line.at), []).append(line)
    rows = [(same[0], tuple(dict.fromkeys(line.followed for line in same))) for same in found.values()]
    return sorted(rows, key=lambda row: (-row[0].at.timestamp(), row[0].title, row[0].url))


def _bundled(lines: Iterable[NewsLine]) -> Iterator[NewsLine]:
    """Those of a kind, if they are many in a week, as one line."""
    bundles: dict[tuple[object, date], list[NewsLine]] = {}
    for line in lines:
        if line.together is None:
            yield line
        else:
            week = next_email(line.at.astimezone(BERLIN)).date()
            bundles.setdefault((line.together, week), []).append(line)
    for (_together, week), some in bundles.items():
        together = some[0].together
        if together is None or len(some) <= NAMED:
            yield from some
        else:
            yield replace(together(some), week=week)


def grouped(lines: Sequence[WrittenLine], most: int) -> list[tuple[tuple[str, ...], list[WrittenLine]]]:
    """The first lines under what brought them, in the order in which that appears."""
    groups: dict[tuple[str, ...], list[WrittenLine]] = {}
    for line in lines[:most]:
        groups.setdefault(tuple(line["because"]), []).append(line)
    return list(groups.items())


def followed_by(user_ids: Iterable[int]) -> Mapping[int, Sequence[Followed]]:
    """What each of them follows, in the order of the page; what is not public any more as well."""
    found: defaultdict[int, list[Followed]] = defaultdict(list)
    for row in Following.objects.filter(user__in=list(user_ids)):
        found[row.user_id].append(Followed(row.kind, row.key))
    return found


def follows(user_id: int, followed: Followed) -> bool:
    """Whether somebody follows this."""
    return Following.objects.filter(user=user_id, kind=followed.kind, key=followed.key).exists()


def things_of(followed: Iterable[Followed]) -> dict[Followed, Thing]:
    """What each stands for, in the active language; what is not public is left out."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for each in followed:
        keys[each.kind].append(each.key)
    return {
        Followed(kind.value, key): thing
        for kind, things in followed_things
        if kind in keys
        for key, thing in things(keys[kind]).items()
    }


def news_about(
    things: Mapping[Followed, Thing], *, since: datetime, until: datetime
) -> Mapping[Followed, Sequence[NewsLine]]:
    """What every source tells, by what it is about, in the active language."""
    found: defaultdict[Followed, list[NewsLine]] = defaultdict(list)
    if things:
        for source in followed_news:
            for line in source(list(things), since, until):
                found[line.followed].append(line)
    return found


def lines_for(
    followed: Iterable[Followed],
    things: Mapping[Followed, Thing],
    news: Mapping[Followed, Sequence[NewsLine]] | None = None,
    *,
    since: datetime,
    until: datetime,
) -> list[WrittenLine]:
    """What one person is told of that time, in the active language; `news` is that of everybody."""
    mine = {each: things[each] for each in followed if each in things}
    if news is None:
        news = news_about(mine, since=since, until=until)
    lines = (line for each in mine for line in news.get(each, ()))
    return [
        WrittenLine(
            title=line.title,
            url=line.url,
            sentence=_cut(line.sentence),
            at=line.at.isoformat(),
            is_invented=line.is_invented,
            because=[mine[each].title for each in because],
            week=line.week.isoformat() if line.week else "",
        )
        for line, because in told_once(lines, since=since, until=until)
    ]


def _cut(text: str) -> str:
    """One sentence, cut between two words where it is very long."""
    text = " ".join(text.split())
    return text if len(text) <= SENTENCE_LENGTH else text[:SENTENCE_LENGTH].rsplit(" ", 1)[0] + " …"
