"""The pictures of the emails a participant gets, made anew from a running demo:

    python3 run.py demo --port 8123 --no-browser --fresh        (in another window)
    python docs/email_pictures.py http://localhost:8123 [--to FOLDER]

It invites somebody, puts the demo's clock forward and waits until each email lies in the outbox. The demo
has to be a new one: its clock goes on from mark to mark, and emails of long ago are erased.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from pictures import IMAGES, addresses, invited, put_clock, small
from playwright.sync_api import Page, sync_playwright

WIDTH, LEAST = 390, 300
PATIENCE, PAGES, WHO = 300, 12, "teilnehmer@demo.example.org"
# The clock, the name of the picture, and words of the subject.
LETTERS = (
    ("today", "email-request", "Sie treffen"),
    ("eve", "email-tomorrow", "Ihr Tag morgen"),
    ("day", "email-timetable", "Ihre Gespräche"),  # the demo publishes its timetable late
)


def arrived(page: Page, start: str, subject: str) -> str:
    """The address of the newest email with this subject, once it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for number in range(1, PAGES + 1):
            page.goto(f"{start}/de/outbox/?page={number}")
            found = page.locator("tr", has_text=WHO).filter(has_text=subject).get_by_role("link")
            if found.count():
                return f"{start}{found.first.get_attribute('href')}html/"
        time.sleep(2)
    raise SystemExit(f"no email “{subject}” came")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--to", type=Path, default=IMAGES)
    chosen = parser.parse_args()
    start = chosen.address.rstrip("/")
    chosen.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
        page = browser.new_page()
        page.set_default_timeout(60_000)

        def save(name: str, url: str) -> None:
            state = page.context.storage_state()
            opened = browser.new_page(viewport={"width": WIDTH, "height": LEAST}, storage_state=state)
            opened.goto(url)
            (chosen.to / f"{name}.png").write_bytes(small(opened.screenshot(full_page=True)))
            opened.close()

        put_clock(page, start, "today")
        organiser = addresses(page, start)["organiser"]
        save("email-invitation", invited(page, start, "de", organiser)["letter"])
        for mark, name, subject in LETTERS:
            put_clock(page, start, mark)
            save(name, arrived(page, start, subject))
        browser.close()


if __name__ == "__main__":
    main()
