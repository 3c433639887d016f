"""Take the README's pictures of a running `make run`: `python scripts/take_screens.py [--base URL] [--keys FILE]`."""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).resolve().parent.parent / "docs"
LOOKS = {"": (1280, 860, "light"), "-dark": (1280, 860, "dark"), "-phone": (390, 844, "light")}
_PATIENCE_SECONDS = 180


def main() -> int:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--keys", type=Path, default=Path("var/demo-keys.json"))
    parser.add_argument("--segment", default="", help="Id of the segment to show; left out: the first of the queue.")
    parser.add_argument("--only", choices=["review", "topics"], help="Pictures of one page; left out: of both.")
    parser.add_argument("--into", type=Path, default=DOCS, help="Folder for them; left out: docs.")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 1
    key = json.loads(arguments.keys.read_text())["researcher"]
    run = searched(arguments.base, key) if arguments.only != "review" else ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for look, (width, height, scheme) in LOOKS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(arguments.base)
            page.get_by_label("Your key").fill(key)
            page.get_by_role("button", name="Log in").click()
            if arguments.only != "topics":
                _review(page, arguments.base, arguments.segment)
                _take(page, arguments.into / f"review{look}.png")
            if arguments.only != "review":
                page.goto(f"{arguments.base}/topics/{run}")
                page.wait_for_selector("[data-drawn]")
                _take(page, arguments.into / f"topics{look}.png")
        browser.close()
    return 0


def searched(base: str, key: str) -> str:
    """The id of the newest search that is done; one is started where there is none."""
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False) as client:
        runs = client.get("/v1/topics/runs").raise_for_status().json()
        if not any(one["state"] == "done" for one in runs):
            client.post("/v1/topics/runs", json={}).raise_for_status()
        until = time.monotonic() + _PATIENCE_SECONDS
        while not (done := [one["id"] for one in runs if one["state"] == "done"]):
            if time.monotonic() > until:
                raise TimeoutError("the search for topics did not end")
            time.sleep(0.5)
            runs = client.get("/v1/topics/runs").raise_for_status().json()
    return str(done[0])


def _review(page: Page, base: str, segment: str) -> None:
    page.wait_for_selector("#segment")
    if segment:
        page.goto(f"{base}/?segment={segment}")


def _take(page: Page, path: Path) -> None:
    page.screenshot(path=path)
    print(path)


if __name__ == "__main__":
    sys.exit(main())
