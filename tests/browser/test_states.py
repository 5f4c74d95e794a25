"""Every state of the page: for whoever sees badly, has a small screen or no mouse; and what must not be hidden."""

from __future__ import annotations

import threading
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from exchange.calls import Dialled
from exchange.documents import Entry
from tests.exchange.stage import LANDLINE, LINE, Answer, Running, Service

pytestmark = pytest.mark.browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
MENU = (
    '<Gather input="dtmf speech" numDigits="1" action="/next"><Say language="en-US">Press 1, por favor.</Say></Gather>'
)
HOSTILE = "&lt;script&gt;document.title = 1&lt;/script&gt;&lt;img src=x onerror='document.title = 1'&gt;"


@pytest.fixture
def stage(running: Running, service: Service) -> Running:
    """A line that asks for a key, answers texts, and does it wrong the second time."""
    service.says("/voice", MENU)
    service.says("/next", MENU, "<Shout/>")
    service.says("/sms", "<Message>Your code is 482913.</Message>", "<Whisper/>")
    return running


def ring(stage: Running, number: str = LANDLINE) -> None:
    """Let the line call a telephone."""
    stage.exchange.switch.calls.dial(Dialled(LINE, number, Entry(f"{stage.service.base_url}/voice")))


def text(page: Page, body: str) -> None:
    """Write a text on the first telephone."""
    page.locator("#mobile-1 textarea").fill(body)
    page.locator("#mobile-1").get_by_role("button", name="Send").click()


def judge(page: Page, state: str) -> None:
    """No rule of WCAG 2.2 AA is broken, and nothing is wider than the screen, down to 320 pixels."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"
    wide = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320, state
    assert wide is not None
    page.set_viewport_size(wide)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_can_be_used_by_everybody(
    browser: Browser, stage: Running, scheme: Literal["light", "dark"]
) -> None:
    """Ready, in a call, with texts, refused in red, ringing: each by WCAG 2.2 AA and at 320 pixels."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{stage.url}/?on=mobile-1&on=landline")
    judge(page, "ready")
    page.locator("#mobile-1-call").click()
    expect(page.locator("#mobile-1-status")).to_contain_text("In a call")
    judge(page, "in a call")
    text(page, "hello")
    expect(page.locator("#mobile-1-texts")).to_contain_text("482913")
    judge(page, "texts")
    page.keyboard.press("Tab")
    page.locator("#mobile-1").focus()
    page.keyboard.type("11")
    expect(page.locator("#mobile-1-heard")).to_contain_text("12200 <Shout> may not stand here")
    text(page, "hello again")
    expect(page.locator("#mobile-1-texts")).to_contain_text("14110 <Whisper> may not stand here")
    page.locator("#landline-to").fill("5550100")
    page.locator("#landline-call").click()
    expect(page.locator("#landline-notice")).to_contain_text("not in service")
    judge(page, "refused")
    ring(stage)
    expect(page.locator("#landline-ringing")).to_contain_text("is calling")
    judge(page, "ringing")
    context.close()


def test_an_illegal_document_is_red(page: Page, stage: Running) -> None:
    """Whatever else it looks like, more red than anything else, with the number of the error."""
    stage.service.says("/voice", "<Shout/>")
    page.goto(stage.url)
    page.locator("#mobile-1-call").click()
    refused = page.locator("#mobile-1-heard li.error p")
    expect(refused).to_contain_text("12200")
    colours = refused.evaluate("p => [getComputedStyle(p).color, getComputedStyle(p).borderTopColor]")
    for colour in colours:
        red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
        assert red > 2 * max(green, blue)


def test_a_ringing_telephone_is_answered_by_keyboard(page: Page, stage: Running) -> None:
    """It rings without the page being loaded anew, still for whoever wants no motion; the focus stays at it."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{stage.url}/?on=landline")
    ring(stage)
    answer = page.locator("#landline-answer")
    expect(answer).to_be_visible()
    assert page.locator(".rings").evaluate("each => getComputedStyle(each).animationName") == "none"
    expect(page.locator("#shelf")).to_contain_text("rings")
    answer.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#landline-heard")).to_contain_text("Press 1")
    assert page.evaluate("document.activeElement.id") == "landline"


def test_keys_in_a_field_are_the_fields(page: Page, stage: Running) -> None:
    """Who writes `1` in a text presses no key of the telephone; nor does who has switched that off."""
    page.goto(stage.url)
    page.locator("#mobile-1-call").click()
    expect(page.locator("#mobile-1-heard")).to_contain_text("Press 1")
    page.locator("#mobile-1 textarea").press_sequentially("1*#")
    page.get_by_label("Type to press keys").uncheck()
    page.locator("#mobile-1").focus()
    page.keyboard.type("1")
    page.get_by_label("Type to press keys").check()
    page.locator("#mobile-1").focus()
    page.keyboard.type("1")
    expect(page.locator("#mobile-1-heard li.keys p")).to_have_text("You press 1")
    assert [each.form["Digits"] for each in stage.service.at("/next")] == ["1"]


def test_a_line_that_takes_its_time(page: Page, stage: Running) -> None:
    """Until the line answers the telephone is calling, and a second click makes no second call."""
    answers = threading.Event()
    stage.service.says("/voice", Answer("<Response><Gather/></Response>", before=lambda: answers.wait(10)))
    page.goto(stage.url)
    page.locator("#mobile-1-call").dblclick()
    expect(page.locator("#mobile-1-status")).to_contain_text("Calling")
    answers.set()
    expect(page.locator("#mobile-1-status")).to_contain_text("In a call")
    assert len(stage.service.at("/voice")) == 1
    assert page.locator(".alert:visible").count() == 0


def test_a_number_is_dialled_on_the_keypad(page: Page, stage: Running) -> None:
    """The first key takes the place of the number that stood there; what is typed in the field is kept."""
    page.goto(stage.url)
    page.locator("#mobile-1 .key[value='8']").click()
    field = page.locator("#mobile-1-to")
    expect(field).to_have_value("8")
    field.press("End")
    field.press_sequentially("00 555 019")
    page.locator("#mobile-1 .key[value='9']").click()
    expect(field).to_have_value("800 555 0199")
    page.locator("#mobile-1-call").click()
    expect(page.locator("#mobile-1-heard")).to_contain_text("Press 1")


def test_what_is_half_written_outlives_what_comes_in(page: Page, stage: Running) -> None:
    """A text that arrives, and a call that goes on, take neither the focus nor what is being written."""
    page.goto(stage.url)
    page.locator("#mobile-1-call").click()
    words = page.get_by_role("textbox", name="Say")
    words.fill("to bo")
    stage.telephone().text(LINE, "hello")
    expect(page.locator("#mobile-1-texts")).to_contain_text("482913")
    expect(words).to_have_value("to bo")
    expect(words).to_be_focused()


def test_hostile_text_runs_nowhere(page: Page, stage: Running) -> None:
    """Markup in what a line says and texts is shown as it was written, in the page that came and in what is added."""
    stage.service.says("/voice", f"<Gather><Say>{HOSTILE}</Say></Gather>")
    stage.service.says("/sms", f"<Message>{HOSTILE}</Message>")
    page.goto(stage.url)
    page.locator("#mobile-1-call").click()
    text(page, "hello")
    expect(page.locator("#mobile-1-texts")).to_contain_text("<script>document.title = 1</script>")
    page.reload()
    expect(page.locator("#mobile-1-heard")).to_contain_text("<img src=x")
    assert page.title() == "Telephones"
    assert page.locator("img").count() == 0


def test_an_exchange_that_is_gone_is_told(page: Page, stage: Running) -> None:
    """The page says that nobody answers, instead of showing for ever what was."""
    page.goto(stage.url)
    stage.exchange.stop()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()


def test_an_agent_and_a_caller_talk_on_the_page(page: Page, stage: Running) -> None:
    """A caller waits in a queue; the agent's telephone rings, whispers, takes a key; then each reads the other."""
    service, calls = stage.service, stage.exchange.switch.calls
    service.says("/voice", '<Enqueue waitUrl="/wait">desk</Enqueue>')
    service.says("/wait", "<Say>You are next.</Say>")
    service.says("/whisper", '<Gather numDigits="1" action="/join"><Say>One who speaks English.</Say></Gather>')
    joins = '<Dial action="/end"><Conference beep="false" waitUrl="" endConferenceOnExit="true">1</Conference></Dial>'
    service.says("/join", joins)
    service.says("/end", "<Gather><Say>Was that all?</Say></Gather>")
    page.goto(f"{stage.url}/?on=mobile-1&on=agent-1")
    page.locator("#mobile-1-call").click()
    expect(page.locator("#mobile-1-status")).to_contain_text("In a queue")
    page.locator("#mobile-1-wait").click()
    expect(page.locator("#mobile-1-heard .heard")).to_have_count(2)
    calls.dial(Dialled(LINE, "+12025550120", Entry(f"{service.base_url}/whisper")))
    page.locator("#agent-1-answer").click()
    page.locator("#agent-1 .key[value='1']").click()
    expect(page.locator("#agent-1-status")).to_contain_text("In a conference")
    caller = next(call for call in calls.all() if call.direction == "inbound")
    with caller.lock:
        caller.redirect(f"{service.base_url}/join", "POST")
    for name, words in (("agent-1", "Good morning."), ("mobile-1", "I need a passport.")):
        page.locator(f"#{name}-speak [name=words]").fill(words)
        page.keyboard.press("Enter")
    expect(page.locator("#mobile-1-heard .voice")).to_contain_text("Good morning.")
    expect(page.locator("#agent-1-heard .voice")).to_contain_text("I need a passport.")
    judge(page, "in a conference")
    page.locator("#agent-1-hang-up").click()
    expect(page.locator("#mobile-1-heard")).to_contain_text("Was that all?")
