"""The pictures of the visitor's tutorial, made anew from a running demo:

    python3 run.py demo --port 8123 --no-browser        (in another window)
    python docs/public_pictures.py http://localhost:8123 [--to FOLDER]

Needs what docs/pictures.py needs. It looks at pages and changes nothing.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from pictures import HEIGHT, IMAGES, enter, small, take
from playwright.sync_api import sync_playwright

FINDER = "programmes/finder/result/?who=company&want=product&together=few&market=shown&begun=no&size=huge"
# Name, who looks (nobody who is signed in, or one of the demo's people), address.
PAGES = (
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
    chosen = parser.parse_args()
    start = chosen.address.rstrip("/")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
        page = browser.new_page()
        for name, who, path in PAGES:
            if who:
                enter(page, start, who)
            state = page.context.storage_state()
            data = take(browser, f"{start}/en/{path}", width=1280, dark=False, state=state, height=HEIGHT)
            (chosen.to / f"{name}.png").write_bytes(small(data))
        browser.close()


if __name__ == "__main__":
    main()
