"""The pictures of README and of the visitor's tutorial, made anew from a running demo:

    python3 run.py demo --port 8123 --no-browser        (in another window)
    python docs/public_pictures.py http://localhost:8123 [--to FOLDER] [--plan PAGE]

Needs what docs/pictures.py needs. It looks at pages and changes nothing. `--plan` takes the page of a plan as
well: README shows the one that `treffen demo` names.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from pictures import HEIGHT, IMAGES, enter, small, take
from playwright.sync_api import sync_playwright

FINDER = "programmes/finder/result/?who=company&want=product&together=few&market=shown&begun=no&size=huge"
START_HEIGHT, PLAN_HEIGHT = 860, 2083
# Name, who looks (nobody who is signed in, or one of the demo's people), address.
PAGES = (
    ("start", "", ""),
    ("v1-search", "", "search/?q=Siemens"),
    ("v2-network", "", "networks/silicon-saxony/"),
    ("v3-claim", "", "networks/silicon-saxony/claim/"),
    ("v4-matchmaking", "", "how-matching-works/"),
    ("v5-finder", "", FINDER),
    ("v6-calls", "", "funding-calls/"),
    ("v7-following", "participant", "following/"),
    ("v8-partners", "network_manager", "manage/actors/berufskolleg-farnmark/partners/"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--to", type=Path, default=IMAGES)
    parser.add_argument("--plan", type=Path)
    chosen = parser.parse_args()
    start = chosen.address.rstrip("/")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
        page = browser.new_page()
        for name, who, path in PAGES:
            if who:
                enter(page, start, who)
            state = page.context.storage_state()
            height = HEIGHT if path else START_HEIGHT
            data = take(browser, f"{start}/en/{path}", width=1280, dark=False, state=state, height=height)
            (chosen.to / f"{name}.png").write_bytes(small(data))
        if chosen.plan:
            url = chosen.plan.resolve().as_uri()
            data = take(browser, url, width=1280, dark=False, state=None, height=PLAN_HEIGHT)
            (chosen.to / "timetable.png").write_bytes(small(data))
        browser.close()


if __name__ == "__main__":
    main()
