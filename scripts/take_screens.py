"""Take the README's pictures of a running `make run`: `python scripts/take_screens.py [--base URL] [--keys FILE]`."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZES = {"review": (1280, 860, "light"), "review-dark": (1280, 860, "dark"), "review-phone": (390, 844, "light")}


def main() -> int:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--keys", type=Path, default=Path("var/demo-keys.json"))
    parser.add_argument("--segment", default="", help="Id of the segment to show; left out: the first of the queue.")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 1
    key = json.loads(arguments.keys.read_text())["researcher"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (width, height, scheme) in SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(arguments.base)
            page.get_by_label("Your key").fill(key)
            page.get_by_role("button", name="Log in").click()
            page.wait_for_selector("#segment")
            if arguments.segment:
                page.goto(f"{arguments.base}/?segment={arguments.segment}")
            page.screenshot(path=DOCS / f"{name}.png")
            print(f"docs/{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
