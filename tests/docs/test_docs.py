import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import click
import pytest

import webhooks
from booking_core import schema
from booking_core.admission import SIGNALS, Decision, LineType
from booking_core.tables import metadata, rules
from callbacks_commands import REASONS
from cli import fairline
from docs import policy_page, range_page, settings_page
from exchange.transcript import Event, Kind, masked, read
from postgres import EmbeddedServer
from public import routes as public
from settings import Settings

CHECKOUT = Path(__file__).parents[2]
DOCS = CHECKOUT / "docs"
PAGES = [*sorted(CHECKOUT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"


def _name(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


def _text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def _links(page: Path) -> list[str]:
    prose = FENCED.sub("", page.read_text(encoding="utf-8"))
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link between pages leads to a file that is there, and to a heading that is in it."""
    for link in _links(page):
        path, _, anchor = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), link
        assert not anchor or anchor in _anchors(there), link


def test_every_page_is_in_the_index() -> None:
    """Whoever opens docs/README.md finds every page of the documentation."""
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in _links(DOCS / "README.md")}
    assert {page for page in DOCS.rglob("*.md") if page.name != "README.md"} - linked == set()


def _commands(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    code = [*FENCED.findall(text), *re.findall(r"`([^`\n]+)`", FENCED.sub("", text))]
    return {" ".join(found.split()) for part in code for found in re.findall(r"\./run((?: [\w-]+)+)", part)}


def _unknown(words: list[str]) -> str | None:
    """The first word that `./run` would not know; None if it knows them all. Words in capitals stand for a value."""
    command: click.Command = fairline
    for word in words:
        options = {"--help", *(option for parameter in command.params for option in parameter.opts)}
        if isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
        elif word not in options if word.startswith("-") else isinstance(command, click.Group) and not word.isupper():
            return word
    return None


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_on_the_pages_exist(page: Path) -> None:
    """Every `./run …` on a page is a command of the line, with options that it has, or the tests."""
    for line in _commands(page):
        words = line.split()
        assert words[0] == "test" or _unknown(words) is None, line


def test_a_command_that_is_not_there_is_found() -> None:
    """The check above can fail: on a command, on one of a group, on an option."""
    assert [_unknown(line.split()) for line in ("bulletins", "db backup", "call --loud", "call --from")] == [
        "bulletins",
        "backup",
        "--loud",
        None,
    ]


def _leaves(group: click.Group, above: str = "./run") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{above} {name}")
        else:
            yield f"{above} {name}"


def test_the_commands_page_names_every_command() -> None:
    """No command is missing from its page."""
    page = _text("docs/reference/commands.md")
    assert [command for command in _leaves(fairline) if f"`{command}" not in page] == []


def test_the_settings_page_is_what_the_settings_say() -> None:
    """`python -m docs.settings_page` would change nothing."""
    assert settings_page.PAGE.read_text(encoding="utf-8") == settings_page.page()


def test_the_range_page_is_what_the_figures_say() -> None:
    """`python -m docs.range_page` would change nothing."""
    assert range_page.PAGE.read_text(encoding="utf-8") == range_page.page()


def test_the_policy_page_is_what_the_rules_say() -> None:
    """`python -m docs.policy_page` would change nothing, and each word of the file is told there."""
    told = policy_page.page()
    assert policy_page.PAGE.read_text(encoding="utf-8") == told
    words = [*SIGNALS, *(each.value for each in LineType), *(each.name.lower() for each in Decision)]
    assert [word for word in words if f"| `{word}` | " not in told] == []


def test_every_setting_is_used() -> None:
    """No setting is read, checked and then forgotten."""
    product = [path for path in CHECKOUT.glob("*.py") if not path.name.startswith("setting")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in product)
    fields = Settings.model_fields
    unread = {name for name in fields if not re.search(rf"ettings\.{name}\b", code)}
    assert unread == {"telephony"}  # it is read as `simulated`


def test_the_rules_page_names_every_rule_with_its_default() -> None:
    """Each number of the line stands on its page with the default the table has, and no other does."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", _text("docs/reference/rules.md"), re.MULTILINE))
    defaults = {column.name: str(column.server_default.arg) for column in rules.c if column.server_default}  # type: ignore[attr-defined]
    del defaults["one"]
    assert rows == defaults


def test_the_tables_page_names_every_table() -> None:
    """The map of the data leaves no table out."""
    page = _text("docs/reference/tables.md")
    assert [name for name in metadata.tables if f"`{name}`" not in page] == []


def test_the_lists_page_names_every_reason_for_a_call_back() -> None:
    """Staff who read why somebody waits find that word, and no other, on the page of the lists."""
    asking = re.compile(r'(?:AskForPerson|TextCallback|note_callback|_to_a_person)\(.*"(\w+)"')
    rooms = [*CHECKOUT.glob("ivr/**/*.py"), *CHECKOUT.glob("sms/*.py"), *CHECKOUT.glob("booking_core/*.py")]
    given = {reason for file in rooms for reason in asking.findall(file.read_text(encoding="utf-8"))}
    _, _, table = _text("docs/how-to/read-the-lists.md").partition("| reason |")
    told = set(re.findall(r"^\| `(\w+)` \|", table.partition("\n\n")[0], re.MULTILINE))
    assert told == given | {"gap"} | set(REASONS)


def test_the_webhooks_page_names_every_route() -> None:
    """What the web process answers to stands on its page."""
    web = webhooks.create(cast("webhooks.Doors", None))
    public.add(web, cast("public.Answers", None))
    routes = {str(rule) for rule in web.url_map.iter_rules()}
    page = _text("docs/reference/webhooks.md")
    assert [route for route in routes if route not in page] == []


def _said(text: str) -> list[str]:
    lines = re.findall(r"^(line|text): (.+(?:\n(?!line:|text:|you:|>|```).+)*)$", text, re.MULTILINE)
    return masked(Event(Kind.HEARD if kind == "line" else Kind.TEXT, words) for kind, words in lines)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial/first-call.md"])
def test_the_line_really_says_so(page: str) -> None:
    """Every sentence that a page lets the line say or text was heard in a golden conversation, dates aside."""
    transcripts = (CHECKOUT / "tests" / "transcripts").glob("*.txt")
    heard = {line for transcript in transcripts for line in masked(read(transcript).events)}
    said = _said(_text(page))
    assert len(said) > 2
    assert [sentence for sentence in said if sentence not in heard] == []


def test_the_script_for_offices_works(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script of "Set up your offices" opens places on a new database, and nothing more when it is run again."""
    url = server.create_database("offices_of_the_page")
    schema.migrate(url)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    (script,) = re.findall(r"^```python\n(.*?)^```$", _text("docs/how-to/set-up-your-offices.md"), re.M | re.S)
    for _ in range(2):
        names: dict[str, object] = {}
        exec(compile(script, "my_offices.py", "exec"), names)
        names["core"].database.engine.dispose()  # type: ignore[attr-defined]
    first, second = capsys.readouterr().out.splitlines()
    assert int(first.removesuffix(" new places")) > 400
    assert second == "0 new places"


def test_the_picture_suits_light_and_dark() -> None:
    """The picture is well-formed, says in words what it shows, and has colours for a dark page."""
    picture = ElementTree.parse(DOCS / "picture.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert picture.findtext(f"{svg}title")
    assert picture.findtext(f"{svg}desc")
    assert "prefers-color-scheme: dark" in (picture.findtext(f"{svg}style") or "")
