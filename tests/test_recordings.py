from __future__ import annotations

import http.client
import os
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

import recordings
from booking_core.core import Core
from cli import fairline
from recordings import Recordings, look, recordable
from tests.house import House, open_house
from tests.ivr.test_calls import said
from wording.languages import CATALOGUES

SOUND = b"ID3 not a sound, but bytes enough"
URL = "https://line.example"


def record(folder: Path, *names: str) -> Path:
    """Files of a little sound each."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(SOUND)
    return folder


def get(house: House, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Ask the running line as the provider fetches a recording: unsigned."""
    with closing(http.client.HTTPConnection("127.0.0.1", house.settings.port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def test_what_is_recorded_is_played_and_the_rest_is_spoken(core: Core, url: str, tmp_path: Path) -> None:
    """In one call: a recording where there is one, the voice where there is none or the phrase changes."""
    record(tmp_path, "en/welcome.menu.mp3", "en/welcome.name.mp3", "en/goodbye.wav")
    with open_house(core, url, RECORDINGS=str(tmp_path)) as house:
        call = house.phone().call(house.settings.twilio_number)
        assert f"[plays {house.settings.public_url}/audio/en/welcome.menu]" in call.heard
        assert "Demo Passport Agency. Appointments are free." in call.heard
        assert call.error is None
        assert "You are calling from a number" in said(call.press("1"))


def test_a_recording_is_served_to_anyone_and_kept(core: Core, url: str, tmp_path: Path) -> None:
    """Type by suffix; a copy is good for a minute, and then is asked for again without being sent again."""
    record(tmp_path / "sounds", "en/goodbye.MP3", "en/stuck.menu.wav")
    (tmp_path / "secret.mp3").write_bytes(b"not for you")
    with open_house(core, url, RECORDINGS=str(tmp_path / "sounds")) as house:
        status, headers, body = get(house, "/audio/en/goodbye")
        assert (status, headers["Content-Type"], body) == (200, "audio/mpeg", SOUND)
        assert "max-age=60" in headers["Cache-Control"]
        assert get(house, "/audio/en/goodbye", **{"If-None-Match": headers["ETag"]})[0] == 304
        assert get(house, "/audio/en/stuck.menu")[1]["Content-Type"] == "audio/wav"
        for path in (
            "/audio/en/goodbye.MP3",
            "/audio/en/welcome.menu",
            "/audio/es/goodbye",
            "/audio/en/..%2Fsecret",
            "/audio/../secret.mp3",
            "/audio/../secret",
            "/audio/en/%2e%2e/%2e%2e/secret",
            "/audio/en/",
        ):
            assert get(house, path)[0] == 404, path


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("en/goodbye.ogg", "not one of"),
        ("en/godbye.mp3", "no such phrase"),
        ("xx/goodbye.mp3", "no such language"),
        ("en/booked.done.mp3", "always spoken"),
        ("en/goodbye", "not one of"),
    ],
)
def test_a_file_that_is_never_played_is_named(tmp_path: Path, name: str, fault: str) -> None:
    """With the reason, so that nobody listens for it in vain."""
    shelf = look(record(tmp_path, name, "en/no_line.wav"), CATALOGUES)
    assert list(shelf.played) == [("en", "no_line")]
    assert fault in shelf.unplayed[name]


def test_one_file_a_phrase(tmp_path: Path) -> None:
    """Of two the first by name is played; an empty one never."""
    record(tmp_path, "en/goodbye.wav", "en/goodbye.mp3")
    (tmp_path / "en" / "no_line.mp3").touch()
    shelf = look(tmp_path, CATALOGUES)
    assert shelf.played == {("en", "goodbye"): tmp_path / "en" / "goodbye.mp3"}
    assert shelf.unplayed == {"en/goodbye.wav": "this phrase has another file", "en/no_line.mp3": "empty"}


def test_the_folder_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new recording is played a minute later, one that was taken away is spoken; no folder is no fault."""
    shelf = Recordings(tmp_path / "sounds", CATALOGUES, URL)
    assert shelf.address("en", "goodbye") is None
    record(tmp_path / "sounds", "en/goodbye.mp3")
    assert shelf.address("en", "goodbye") is None
    monkeypatch.setattr(recordings, "KEPT_S", -1)
    assert shelf.address("en", "goodbye") == f"{URL}/audio/en/goodbye"
    os.unlink(tmp_path / "sounds" / "en" / "goodbye.mp3")
    assert shelf.address("en", "goodbye") is None


def test_only_what_never_changes_can_be_recorded() -> None:
    """A phrase with an argument is another one each time."""
    keys = recordable(CATALOGUES["en"])
    assert {"welcome.menu", "goodbye", "trouble.later"} <= set(keys)
    assert {"welcome.name", "held", "booked.reference", "trouble.people"} & set(keys) == set()


def test_the_command_lists_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorded, spoken, never played."""
    monkeypatch.setenv("SECRET_KEY", "6f1d0c5be8a94737921e4b0f3ad85c72e96b4f01d27a8c35")
    monkeypatch.setenv("RECORDINGS", str(record(tmp_path, "en/goodbye.mp3", "en/held.mp3")))
    shown = CliRunner().invoke(fairline, ["recordings"]).output
    assert f"en: 1 of {len(recordable(CATALOGUES['en']))} phrases recorded" in shown
    assert "  recorded  goodbye\n" in shown
    assert "  spoken    no_line\n" in shown
    assert "never played: en/held.mp3: the phrase has arguments" in shown
