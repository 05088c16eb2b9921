"""The pictures of the tutorials, made anew from a running demo:

    python3 run.py demo --port 8123 --no-browser        (in another window)
    python docs/pictures.py http://localhost:8123 [--to FOLDER] [--only NAME ...] [--all] [--film]

Needs Playwright, Pillow and a Chromium (`CHROMIUM=/usr/bin/chromium`). It signs in as the demo's people and
looks at pages; what it changes (a plan is computed) stays in that demo. `--all` takes every page wide and
narrow, in German light and in English dark, for a look at everything; that folder is not for the docs.
`--film` takes only the film strip of the participant's way, one screen of a phone for each step, in both
languages; its demo has to be a new one.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
HEIGHT, COLOURS = 1500, 64
# Name, address below the personal link; the tutorial of participants shows the phone.
PARTICIPANT = (
    ("p1-invitation", ""),
    ("p2-profile", "profile/"),
    ("p3-times", "time/"),
    ("p4-people", "people/"),
    ("p5-everybody", "everybody/"),
    ("p5-send", "send/"),
    ("p6-inbox", "inbox/"),
    ("p7-wishes", "wishes/"),
    ("p8-day", "day/"),
)
# The tutorial's other pictures are taken by tests/journeys/organiser/meter.py on its walk.
ORGANISER = (
    ("o1-tables", "matching/tables/"),
    ("o2-readiness", "matching/readiness/"),
    ("o3-rules", "matching/rules/"),
    ("o4-demand", "matching/demand/"),
)
# Only for a look at everything.
MORE = (
    ("set-up", "matching/"),
    ("optimise", "planning/optimise/"),
    ("timetable", "planning/timetable/"),
    ("timetable-people", "planning/timetable/?view=people"),
    ("publish", "planning/publish/"),
    ("print", "planning/print/"),
)
# What is seen at another time of the demo's clock: the mark, whose page, name, address, and its height. They
# come last: the clock of that demo stays where the last one puts it.
LATER = (
    ("day", "participant", "participant-now", "", 900),
    ("day", "organiser", "control-room", "day/", 1100),
    ("after", "participant", "participant-afterwards", "afterwards/", 1100),
    ("after", "organiser", "o10-report", "report/", HEIGHT),
)
# The film strip: the clock, whose link, and the page behind it. The letter and the form are those of somebody
# whom the organiser invites for it.
FILM = (
    ("today", "invited", "letter"),
    ("today", "invited", "form"),
    ("today", "matching", ""),
    ("today", "matching", "profile/"),
    ("today", "matching", "people/"),
    ("today", "matching", "send/"),
    ("today", "matching", "time/"),
    ("today", "matching", "wishes/"),
    ("today", "matching", "inbox/"),
    ("fixed", "matching", "day/"),
    ("day", "day", ""),
    ("after", "day", "afterwards/"),
    ("after", "day", "came-of-it/"),
    ("after", "registration", "certificate/"),
)
PHONE, FRAME, COLUMNS, GAP = (390, 844), (260, 563), 7, 14
NOTED = 3
GUESTS = {
    "de": "Karin Vogel; karin.vogel@example.org; Bremsen Vogel GmbH",
    "en": "Kate Fowler; kate.fowler@example.org; Fowler Brakes Ltd",
}


def enter(page: Page, start: str, part: str) -> None:
    """Signed in by one click, as the demo's page does it."""
    page.goto(f"{start}/de/demo/")
    page.locator(f"form[action$='/demo/{part}/'] button").click()
    page.wait_for_load_state()


def addresses(page: Page, start: str) -> dict[str, str]:
    """Where the pages of the participant and of the organiser begin, without the language."""
    enter(page, start, "participant")
    token = re.search(r"/(?:matching|day)/([^/]+)/", page.url)
    assert token is not None, page.url
    enter(page, start, "organiser")
    board = page.url.removeprefix(start)[3:].removesuffix("matching/readiness/")
    return {"participant": f"/matching/{token[1]}/", "organiser": board}


def compute(page: Page, address: str) -> None:
    """A plan, where the demo has none yet."""
    page.goto(f"{address}planning/optimise/")
    if page.locator("input[type=radio][name=run]").count():
        return
    page.locator("#new-run button[type=submit]").click()
    page.wait_for_url("**/optimise/?run=*", timeout=120_000)


def put_clock(page: Page, start: str, mark: str) -> None:
    page.goto(f"{start}/de/demo/")
    button = page.locator(f"form[action$='/demo/clock/{mark}/'] button")
    if button.count():  # none where it stands there already
        button.click()
        page.wait_for_load_state()


def looks(is_all: bool, part: str) -> Iterator[tuple[str, int, bool]]:
    """Language, width, dark."""
    if not is_all:
        yield "en", 390 if part == "participant" else 1280, False
        return
    for language, dark in (("de", False), ("en", True)):
        yield from ((language, width, dark) for width in (1280, 390))


def take(browser: Browser, url: str, *, width: int, dark: bool, state: Any, height: int) -> bytes:
    around = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        storage_state=state,
    )
    page = around.new_page()
    page.goto(url)
    page.wait_for_timeout(300)
    full = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(full, height)})  # what is fixed stands at the foot
    data = page.screenshot()
    around.close()
    return data


def small(data: bytes) -> bytes:
    """Few colours: flat pages need no more, and a picture stays below a hundred kilobytes."""
    picture = (
        Image.open(BytesIO(data))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def take_later(browser: Browser, page: Page, start: str, chosen: argparse.Namespace) -> None:
    for mark, part, name, path, height in LATER:
        if chosen.only and name not in chosen.only:
            continue
        put_clock(page, start, mark)
        begin = addresses(page, start)[part].replace("/matching/", "/day/", int(part == "participant"))
        for language, width, dark in looks(chosen.all, part):
            data = take(
                browser,
                f"{start}/{language}{begin}{path}",
                width=width,
                dark=dark,
                state=page.context.storage_state(),
                height=20_000 if chosen.all else height,
            )
            marked = f"-{language}-{width}{'-dark' if dark else ''}" if chosen.all else ""
            (chosen.to / f"{name}{marked}.png").write_bytes(small(data))


def invited(page: Page, start: str, language: str, organiser: str) -> dict[str, str]:
    """A letter that invites somebody, as the outbox shows it, and the form to which it leads."""
    enter(page, start, "organiser")
    page.goto(f"{start}/{language}{organiser}registrations/invitations/")
    page.locator("[name=people]").fill(GUESTS[language])
    with page.expect_navigation():
        page.locator("form:has([name=people]) button[type=submit]").first.click()
    page.goto(f"{start}/{language}/outbox/")
    page.locator("tr, li", has_text=GUESTS[language].split("; ")[1]).first.get_by_role("link").first.click()
    page.wait_for_url("**/outbox/*/")
    form = re.search(r"/register/[^/\s\"]{20,}/", page.content())
    assert form is not None, "the letter has no link to the form"
    return {"letter": f"{page.url}html/", "form": f"{start}/{language}{form[0]}"}


def note_wishes(page: Page, address: str) -> None:
    """Whom the person has not asked yet, as many as there are requests left: they wait to be sent."""
    page.goto(address)
    free = page.locator(".hs-ballot__choices:not(:has(:checked)) .hs-ballot__choice--want")
    for _ in range(NOTED):
        if free.count():
            free.first.click()
            page.wait_for_load_state("networkidle")


def film(browser: Browser, page: Page, start: str, to: Path) -> None:
    """One picture of all steps for each language: what stands on the first screen of a phone."""
    put_clock(page, start, "today")
    found = addresses(page, start)
    own = found["participant"]
    note_wishes(page, f"{start}/de{own}people/")
    pages = {language: invited(page, start, language, found["organiser"]) for language in GUESTS}
    enter(page, start, "participant")  # whose initials stand on the pages
    frames: dict[str, list[Image.Image]] = {language: [] for language in GUESTS}
    for mark, whose, path in FILM:
        put_clock(page, start, mark)
        for language, taken in frames.items():
            own_page = f"{start}/{language}{own.replace('/matching/', f'/{whose}/')}{path}"
            url = pages[language][path] if whose == "invited" else own_page
            taken.append(frame(browser, url, state=page.context.storage_state()))
    for language, taken in frames.items():
        (to / f"film-{language}.png").write_bytes(small(joined(taken)))


def frame(browser: Browser, url: str, *, state: Any) -> Image.Image:
    """The first screen of a phone, made smaller."""
    width, height = PHONE
    around = browser.new_context(viewport={"width": width, "height": height}, storage_state=state)
    page = around.new_page()
    page.goto(url)
    # What is only of the demo stands above.
    page.evaluate("scrollTo(0, document.querySelector('header')?.getBoundingClientRect().top ?? 0)")
    page.wait_for_timeout(300)
    data = page.screenshot()
    around.close()
    return Image.open(BytesIO(data)).convert("RGB").resize(FRAME, Image.Resampling.LANCZOS)


def joined(frames: list[Image.Image]) -> bytes:
    """The frames side by side, in rows."""
    rows = -(-len(frames) // COLUMNS)
    wide, high = FRAME[0] + GAP, FRAME[1] + GAP
    strip = Image.new("RGB", (GAP + COLUMNS * wide, GAP + rows * high), "#DCE2E4")
    for at, one in enumerate(frames):
        strip.paste(one, (GAP + at % COLUMNS * wide, GAP + at // COLUMNS * high))
    out = BytesIO()
    strip.save(out, "PNG")
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--to", type=Path, default=IMAGES)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--film", action="store_true")
    chosen = parser.parse_args()
    start = chosen.address.rstrip("/")
    chosen.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
        page = browser.new_page()
        page.set_default_timeout(60_000)
        if chosen.film:
            film(browser, page, start, chosen.to)
            browser.close()
            return
        found = addresses(page, start)
        compute(page, f"{start}/de{found['organiser']}")
        state = page.context.storage_state()
        for part, pages in (
            ("participant", PARTICIPANT),
            ("organiser", ORGANISER + MORE if chosen.all else ORGANISER),
        ):
            for name, path in pages:
                if chosen.only and name not in chosen.only:
                    continue
                for language, width, dark in looks(chosen.all, part):
                    url = f"{start}/{language}{found[part]}{path}"
                    limit = 20_000 if chosen.all else HEIGHT
                    data = small(take(browser, url, width=width, dark=dark, state=state, height=limit))
                    mark = f"-{language}-{width}{'-dark' if dark else ''}" if chosen.all else ""
                    (chosen.to / f"{name}{mark}.png").write_bytes(data)
        take_later(browser, page, start, chosen)
        browser.close()


if __name__ == "__main__":
    main()
