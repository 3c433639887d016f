"""A researcher's first minutes: log in, read, decide by one key, change one's mind, with and without JavaScript."""

import httpx
import pytest
from browsing import ARTEFACTS, Site, log_in
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def decisions(site: Site) -> list[tuple[str, str | None]]:
    queue = site.service.client.get("/v1/review/queue?status=all", headers=site.service.bearer("researcher")).json()
    return [(one["verdict"], one["code"]) for item in queue["items"] for one in item["decisions"]]


def test_a_wrong_key_is_said_plainly(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(site.address)
    page.get_by_label("Your key").fill("earshot_wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("not known")
    page.close()


def test_the_segment_stands_in_its_note_with_suggestions_reasons_and_stand_ins(page: Page) -> None:
    expect(page.locator("#segment")).to_be_visible()
    expect(page.locator(".text")).to_contain_text("House warm, food in.")
    expect(page.locator(".text .chip.person").first).to_have_text("Child")
    expect(page.locator("body")).not_to_contain_text("Okafor")
    suggestion = page.locator(".suggestion").first
    expect(suggestion.locator(".confidence")).to_contain_text("not calibrated yet")
    expect(suggestion.locator(".reason")).to_contain_text("like “")
    assert 0 < float(suggestion.locator("meter").get_attribute("value") or 0) <= 1


def test_one_key_accepts_and_moves_on_and_undo_brings_it_back(page: Page, site: Site) -> None:
    segment = page.locator("#segment").inner_text()
    while page.locator("#segment").count() and page.locator("#segment").inner_text() == segment:
        with page.expect_navigation():
            page.keyboard.press("a")
    assert {verdict for verdict, _ in decisions(site)} == {"accept"}
    expect(page.get_by_role("status")).to_have_text("Accepted.")
    page.go_back()
    page.reload()
    count = len(decisions(site))
    if page.locator("[data-key=undo]").count():
        with page.expect_navigation():
            page.keyboard.press("u")
        assert len(decisions(site)) == count + 1
        assert decisions(site)[-1][0] == "undo"


def test_none_applies_and_unsure_are_decisions_of_their_own(page: Page, site: Site) -> None:
    with page.expect_navigation():
        page.keyboard.press("0")
    assert ("none_applies", None) in decisions(site)


def test_everything_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    page.get_by_role("button", name="Reject").first.click()
    page.get_by_label("Another code").select_option("hope")
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Voice is").select_option("family")
    page.get_by_role("button", name="Correct").click()
    verdicts = [verdict for verdict, _ in decisions(site)]
    assert verdicts == ["reject", "add", "voice"] or sorted(verdicts) == ["add", "reject", "voice"]
    expect(page.locator(".history").first).to_be_visible()
    context.close()


def test_a_stale_form_overwrites_nothing_and_says_so(page: Page, site: Site) -> None:
    action = page.locator("#decide").get_attribute("action") or ""
    segment = action.rsplit("/", 1)[-1]
    site.service.client.post(
        f"/v1/review/segments/{segment}/decisions",
        json={"decisions": [{"verdict": "unsure"}]},
        headers=site.service.bearer("researcher") | {"If-Match": '"0"'},
    ).raise_for_status()
    with page.expect_navigation():
        page.keyboard.press("0")
    expect(page.get_by_role("status")).to_contain_text("Somebody else decided")
    assert decisions(site) == [("unsure", None)]


def test_a_form_from_another_site_is_refused(site: Site) -> None:
    with httpx.Client(base_url=site.address, trust_env=False) as client:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            answer = client.post("/login", content=f"key={site.key}", headers=headers)
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers


def test_without_a_session_one_is_led_to_the_login(site: Site) -> None:
    with httpx.Client(base_url=site.address, trust_env=False) as client:
        assert client.get("/").headers["location"].startswith("/login")
        ended = client.get("/", headers={"Cookie": "earshot_session=gone"})
        assert ended.headers["location"].startswith("/login")
        assert "session has ended" in client.get(ended.headers["location"]).text


def test_pages_have_strict_headers(site: Site) -> None:
    with httpx.Client(base_url=site.address, trust_env=False) as client:
        headers = client.get("/login").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("light", 1280, "light"), ("dark", 1280, "dark"), ("phone", 360, "light")]
)
def test_it_reads_well_in_every_size_and_scheme(browser: Browser, site: Site, name: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    log_in(page, site)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"review-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scrolling"
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    unlabelled = "[...document.querySelectorAll('select, input:not([type=hidden])')].filter(e => !e.labels.length).length"
    assert page.evaluate(unlabelled) == 0
    assert page.evaluate(_CONTRAST) >= 4.5
    page.goto(f"{site.address}/docs")
    expect(page.get_by_role("heading", name="The API")).to_be_visible()
    context.close()


# WCAG 2.2's contrast ratio of the note's text on its card
_CONTRAST = """() => {
  const colour = (name, property) => getComputedStyle(document.querySelector(name))[property].match(/[0-9.]+/g).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const [a, b] = [light(colour('.text', 'color')), light(colour('.note', 'backgroundColor'))].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""
