"""The topic pages in Chromium: pointer and keys, both schemes, a phone, and no script at all; nothing from elsewhere."""

from collections.abc import Iterator

import pytest
import topical
from browsing import ARTEFACTS, Site, log_in, watching
from playwright.sync_api import Browser, BrowserContext, Page, expect

from service.actions.topics import viewing
from service.actions.topics.asked import SearchOptions
from service.actions.topics.types import TopicRun

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def run(site: Site) -> TopicRun:
    topical.store_notes(site.service.workshop, site.service.project)
    return topical.search(site.service.workshop, site.service.project, options=SearchOptions(topics=4, outliers=0.05))


@pytest.fixture
def watched(context: BrowserContext, site: Site, run: TopicRun) -> Iterator[Page]:
    """The run's page, logged in and watched."""
    with watching(context, site) as page:
        log_in(page, site)
        show(page, site, run)
        yield page


def show(page: Page, site: Site, run: TopicRun) -> None:
    page.goto(f"{site.address}/topics/{run.id}")
    page.wait_for_selector("[data-drawn]", state="attached")


def test_the_map_is_drawn_and_every_topic_is_chosen_by_keys(watched: Page, run: TopicRun) -> None:
    assert watched.locator("#map .scatterlayer .trace").count() >= 4
    assert watched.locator("#over-time .main-svg").count()
    assert watched.locator("#hierarchy .main-svg").count()
    topics = sorted(run.topics or (), key=lambda one: -one.size)
    watched.locator("#map").focus()
    walked = []
    for _ in topics:
        watched.keyboard.press("ArrowRight")
        walked.append(watched.locator(".walked").inner_text().split(",")[0])
    assert sorted(walked) == sorted(one.name for one in topics)
    watched.keyboard.press("ArrowRight")
    with watched.expect_navigation():
        watched.keyboard.press("Enter")
    expect(watched.locator("#topic-title")).to_have_text(walked[0])
    watched.wait_for_selector("[data-drawn]", state="attached")


def test_a_click_on_a_mark_chooses_its_topic(watched: Page) -> None:
    before = watched.locator("#topic-title").inner_text()
    mark = watched.locator("#map .scatterlayer .trace").nth(2).locator(".point").first.bounding_box()
    assert mark is not None
    watched.mouse.move(mark["x"], mark["y"] - 1)
    watched.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    expect(watched.locator("#map .hovertext")).to_be_visible()
    with watched.expect_navigation():
        watched.mouse.down()
        watched.mouse.up()
    expect(watched.locator("#topic-title")).not_to_have_text(before)
    watched.wait_for_selector("[data-drawn]", state="attached")


@pytest.mark.usefixtures("run")
def test_without_javascript_everything_is_there(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    page.get_by_role("link", name="Topics").click()
    page.get_by_role("link", name="All segments").click()
    page.wait_for_load_state()
    pictures = page.locator(".drawing img")
    assert pictures.count() == 3
    for place in range(3):
        assert pictures.nth(place).bounding_box()["height"] > 100  # type: ignore[index]
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("region", name="Shares of topics by group")).to_be_visible()
    page.get_by_label("Name").fill("Getting about")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("status")).to_have_text("Renamed.")
    page.goto(f"{site.address}/topics")
    page.get_by_label("what no code explains").check()
    page.get_by_role("button", name="Start the search").click()
    page.goto(f"{site.address}/topics")
    expect(page.get_by_role("link", name="What no code explains")).to_be_visible()
    assert len(viewing.runs(site.service.workshop, topical.principal(site.service))) == 2
    context.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("light", 1280, "light"), ("dark", 1280, "dark"), ("phone", 360, "light")]
)
def test_it_reads_well(browser: Browser, site: Site, run: TopicRun, name: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    log_in(page, site)
    ARTEFACTS.mkdir(exist_ok=True)
    show(page, site, run)
    page.screenshot(path=ARTEFACTS / f"topics-{name}.png", full_page=True)
    addresses = ["", f"/{run.id}", f"/{run.id}/topics/0", f"/{run.id}/topics/0/propose"]
    for address in addresses:
        page.goto(f"{site.address}/topics{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"no sideways scrolling at {address}"
        assert page.evaluate(_UNNAMED) == [], "every field, link, button and table head has a name"
        assert page.locator("h1").count() == 1
        faint = page.evaluate(_FAINT)
        assert faint == [], f"contrast below 4.5 at {address}"
    context.close()


_UNNAMED = """() => [
  ...[...document.querySelectorAll('select, textarea, input:not([type=hidden])')].filter((e) => !e.labels.length),
  ...[...document.querySelectorAll('main a, main button, th')].filter((e) => !e.textContent.trim()),
  ...[...document.querySelectorAll('main img')].filter((e) => !e.alt),
].map((e) => e.outerHTML.slice(0, 80))"""
# WCAG 2.2's contrast ratio of every element with words of its own against the nearest ground that is not clear
_FAINT = """() => {
  const numbers = (colour) => (colour.match(/[0-9.]+/g) ?? []).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0.99) return c; } return [255, 255, 255]; };
  const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  return [...document.querySelectorAll('main *, header *')]
    .filter((e) => own(e) && e.checkVisibility() && !e.closest('svg, script'))
    .map((e) => {
      const [a, b] = [light(numbers(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 80)]; }).filter(([ratio]) => ratio < 4.5);
}"""
