from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.door import MAX_BODY, Door, Turned
from telephony.form import MAX_FIELDS, Form, read_form
from telephony.signature import Signatures
from tests.telephony.signing import ACCOUNT, CALL, NEXT_TOKEN, PUBLIC_URL, TEXT, TOKEN, TURN, encoded, signature

DOOR = Door(PUBLIC_URL, (TOKEN, NEXT_TOKEN), ACCOUNT)
TARGET = "/voice?s=a%2Fb&t=1"
SIGNED = signature(PUBLIC_URL + TARGET, TURN)

field_names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
field_values = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def admitted(target: str, fields: Mapping[str, str], public_url: str = PUBLIC_URL) -> Form | Turned:
    """What becomes of `fields` when the provider itself signs them."""
    return DOOR.admit(target, encoded(fields), signature(public_url + target, fields))


@pytest.mark.parametrize(
    ("origin", "number", "expected"),
    [
        ("https://example.com", "+14158675310", "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        ("https://mycompany.com", "+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ],
)
def test_published_vectors(origin: str, number: str, expected: str) -> None:
    """The signatures in the provider's documentation and in its library's tests are accepted, and no other is."""
    fields = {"CallSid": "CA1234567890ABCDE", "Caller": number, "Digits": "1234", "From": number, "To": "+18005551212"}
    signatures = Signatures(origin, ("12345",))
    assert signatures.cover("/myapp.php?foo=1&bar=2", fields, expected)
    assert not signatures.cover("/myapp.php?bar=2&foo=1", fields, expected)


@pytest.mark.parametrize("token", [TOKEN, NEXT_TOKEN])
def test_both_tokens(token: str) -> None:
    """While tokens are changed, webhooks signed with either come in, empty fields included."""
    form = DOOR.admit(TARGET, encoded(TURN), signature(PUBLIC_URL + TARGET, TURN, token))
    assert form == Form(TURN)


@pytest.mark.parametrize("tokens", [(), ("",), (TOKEN, "")])
def test_needs_tokens(tokens: tuple[str, ...]) -> None:
    """A door without a token, or with an empty one that anybody could sign with, is not built."""
    with pytest.raises(ValueError, match="token"):
        Door(PUBLIC_URL, tokens, ACCOUNT)


SIGNATURES: dict[str, str | None] = {
    "missing": None,
    "empty": "",
    "not ASCII": "é" * 28,
    "lone surrogate": "\ud800" * 28,
    "cut short": SIGNED[:-1],
    "longer": SIGNED + "=",
    "other case": SIGNED.swapcase(),
    "white space": " " + SIGNED,
    "of another token": signature(PUBLIC_URL + TARGET, TURN, "0" * 32),
    "of the empty token": signature(PUBLIC_URL + TARGET, TURN, ""),
    "of other fields": signature(PUBLIC_URL + TARGET, {**TURN, "Digits": "2"}),
    "of http": signature("http://line.example" + TARGET, TURN),
    "of another host": signature("https://evil.example" + TARGET, TURN),
    "of a longer host": signature("https://line.example.evil.example" + TARGET, TURN),
    "of the host in capitals": signature("https://LINE.example" + TARGET, TURN),
    "of another port": signature("https://line.example:8443" + TARGET, TURN),
    "of another user": signature("https://me@line.example" + TARGET, TURN),
    "of another path": signature(PUBLIC_URL + "/sms?s=a%2Fb&t=1", TURN),
    "of a slash more": signature(PUBLIC_URL + "/voice/?s=a%2Fb&t=1", TURN),
    "of another order": signature(PUBLIC_URL + "/voice?t=1&s=a%2Fb", TURN),
    "of the decoded query": signature(PUBLIC_URL + "/voice?s=a/b&t=1", TURN),
    "of another encoding": signature(PUBLIC_URL + "/voice?s=a%2fb&t=1", TURN),
    "of no query": signature(PUBLIC_URL + "/voice", TURN),
}


@pytest.mark.parametrize("forged", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_forged_signatures(forged: str | None) -> None:
    """A signature that is not over exactly this address and these fields is turned away, never an exception."""
    assert DOOR.admit(TARGET, encoded(TURN), forged) == Turned(403)


@pytest.mark.parametrize("target", ["", "voice", "/vo ice", "/voice\0", "/voice\n", "/vöice", "/\ud800", "http://x/"])
def test_odd_targets(target: str) -> None:
    """A path that is not as requests have it is turned away, whatever the signature."""
    assert DOOR.admit(target, encoded(TURN), SIGNED) == Turned(403)


@pytest.mark.parametrize(
    ("port", "admitted_as"),
    [("", ["https://line.example"]), (":8443", ["https://line.example:8443", "https://line.example"])],
)
def test_ports(port: str, admitted_as: list[str]) -> None:
    """Over https the provider signs texts with a configured port and calls without it; no other port is ever good."""
    door = Door("https://line.example" + port, (TOKEN,), ACCOUNT)
    asked = [f"https://line.example{each}" for each in ("", ":8443", ":443", ":1")]
    good = [url for url in asked if isinstance(door.admit("/sms", encoded(TEXT), signature(url + "/sms", TEXT)), Form)]
    assert sorted(good) == sorted(admitted_as)


def test_port_over_http() -> None:
    """Over http the port is always signed."""
    door = Door("http://127.0.0.1:8000", (TOKEN,), ACCOUNT)
    assert door.admit("/voice", encoded(TURN), signature("http://127.0.0.1/voice", TURN)) == Turned(403)
    assert door.admit("/voice", encoded(TURN), signature("http://127.0.0.1:8000/voice", TURN)) == Form(TURN)


BODIES = {
    "JSON": b'{"AccountSid": "' + ACCOUNT.encode() + b'"}',
    "JSON with an equals sign": b'{"a":"=","AccountSid":"x"}',
    "a field without a value sign": encoded(TURN) + b"&Digits2",
    "an empty field": encoded(TURN) + b"&",
    "a nameless field": encoded(TURN) + b"&=1",
    "a name with NUL": encoded(TURN) + b"&Dig%00its=1",
    "a name with a dash": encoded(TURN) + b"&Dig-its=1",
    "a broken escape": encoded(TURN) + b"&Body=100%",
    "raw bytes": encoded(TURN) + b"&Body=\xff",
    "escaped bytes that are no UTF-8": encoded(TURN) + b"&Body=%FF",
    "an escaped surrogate": encoded(TURN) + b"&Body=%ED%A0%80",
    "a name twice": encoded(TURN) + b"&Digits=1",
    "a name twice, once empty": encoded(TURN) + b"&Digits=",
    "a name twice, once escaped": encoded(TURN) + b"&%44igits=9",
    "too many fields": encoded(TURN | {f"x{number}": "" for number in range(MAX_FIELDS - len(TURN) + 1)}),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_odd_bodies(body: bytes) -> None:
    """What is no plain form is none at all, so that no signature can be over it."""
    assert read_form(body) is None
    assert DOOR.admit(TARGET, body, SIGNED) == Turned(403)


def test_caps() -> None:
    """The largest body and the most fields come in; a byte more is 413, a field more is 403."""
    room = MAX_BODY - len(encoded(TURN)) - len("&Body=")
    longest = {**TURN, "Body": "x" * room}
    assert admitted(TARGET, longest) == Form(longest)
    assert admitted(TARGET, {**TURN, "Body": "x" * (room + 1)}) == Turned(413)
    most = TURN | {f"x{number}": "" for number in range(MAX_FIELDS - len(TURN))}
    assert admitted(TARGET, most) == Form(most)
    assert admitted(TARGET, most | {"y": ""}) == Turned(403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"AccountSid": "AC" + "0" * 31 + "2"},
        {"AccountSid": ACCOUNT.upper()},
        {"AccountSid": ""},
        {"CallSid": ""},
        {"CallSid": CALL + "1"},
        {"CallSid": CALL.upper()},
        {"CallSid": CALL + "\n"},
        {"CallSid": "SM" + CALL[2:]},
        {"MessageSid": CALL},
        {"MessageSid": "MM" + CALL[2:-1] + "²"},
    ],
    ids=str,
)
def test_schema(wrong: dict[str, str]) -> None:
    """A webhook the provider did sign, but for another account or with a misshapen identifier, is turned away."""
    assert admitted(TARGET, {**TURN, **wrong}) == Turned(403)


def test_account_required() -> None:
    """A webhook that names no account is turned away, and so is one that says nothing."""
    assert admitted(TARGET, {}) == Turned(403)
    assert admitted(TARGET, {name: TURN[name] for name in TURN if name != "AccountSid"}) == Turned(403)


def test_unknown_names() -> None:
    """The provider adds fields without notice: they come in as long as they are signed."""
    more = {**TURN, "FromNumberQuality": "high", "Zebra_1": "ü\r\n", "ForwardedFrom": "+12025550155"}
    assert admitted(TARGET, more) == Form(more)


def test_nul() -> None:
    """U+0000 in a value is signed with it and then left out, for no database column can hold it."""
    form = admitted("/sms", {**TEXT, "Body": "12\x003456"})
    assert isinstance(form, Form)
    assert form.get("Body") == "123456"


@pytest.mark.parametrize("late", [{"StirVerstat": "TN-Validation-Passed-A"}, {"CallToken": "{}"}, {"StirVerstat": ""}])
def test_added_after_signing(late: dict[str, str]) -> None:
    """What may have been added after signing does not stop a call, and is not believed."""
    signed = {name: value for name, value in TURN.items() if name != "StirVerstat"}
    form = DOOR.admit(TARGET, encoded(signed | late), signature(PUBLIC_URL + TARGET, signed))
    assert form == Form(signed)


def test_nothing_else_added() -> None:
    """No other field can be added after signing, nor can a signed StirVerstat be changed."""
    assert DOOR.admit(TARGET, encoded(TURN | {"CallerName": "x"}), SIGNED) == Turned(403)
    assert DOOR.admit(TARGET, encoded(TURN | {"StirVerstat": "TN-Validation-Passed-B"}), SIGNED) == Turned(403)


def split_anew(fields: dict[str, str], **changes: str | None) -> dict[str, str]:
    """`fields` with other borders between names and values, so that the signed string stays the same."""
    merged = {name: value for name, value in (fields | changes).items() if value is not None}
    assert signature("", merged) == signature("", fields)
    return merged


CRAFTED = TEXT | {"Body": "hiFrom+12025550199FromA"}
PLAIN = {name: value for name, value in TEXT.items() if name != "FromCity"}
SHORTEST = TEXT | {"From": "24273", "Body": "hiFrom+12025550199"}
SHORT = TEXT | {"From": "24273", "Body": "hiFrom+12025550199FromA"}
INTO_CITY = TEXT | {"Body": "hiFrom+12025550199FromCity"}
RE_SPLITS = {
    "a field dropped into CallSid": (TURN, split_anew(TURN, CallSid=CALL + "CallStatusin-progress", CallStatus=None)),
    "an account dropped into its neighbour": (
        TURN,
        split_anew(TURN, AccountSid=ACCOUNT + "ApiVersion2010-04-01", ApiVersion=None),
    ),
    "a new sender, the old one behind it": (
        PLAIN | {"Body": "hiFrom+12025550199"},
        split_anew(PLAIN | {"Body": "hiFrom+12025550199"}, Body="hi", From="+12025550199From+12025550123"),
    ),
    "a new sender, the old one in a new field": (
        CRAFTED,
        split_anew(CRAFTED, Body="hi", From="+12025550199", FromA="From+12025550123"),
    ),
    "a new sender, the old one across name and value": (
        CRAFTED,
        split_anew(CRAFTED, Body="hi", From="+12025550199", FromAFrom="+12025550123"),
    ),
    "a new sender, the old one in a known field": (
        INTO_CITY,
        split_anew(INTO_CITY, Body="hi", From="+12025550199", FromCity="From+12025550123FromCityWASHINGTON"),
    ),
    "a new sender, the old short code in a name": (
        SHORT,
        split_anew(SHORT, Body="hi", From="+12025550199", FromAFrom24273=""),
    ),
    "a new sender, the old short code at the start of a name": (
        SHORTEST,
        split_anew(SHORTEST, Body="hi", From="+12025550199", From24273="FromCityWASHINGTON", FromCity=None),
    ),
}


@pytest.mark.parametrize(("honest", "forged"), RE_SPLITS.values(), ids=RE_SPLITS.keys())
def test_split_anew(honest: dict[str, str], forged: dict[str, str]) -> None:
    """A captured signature does not cover the same signed string cut into other fields; the honest form comes in."""
    good = signature(PUBLIC_URL + "/x", honest)
    assert DOOR.admit("/x", encoded(honest), good) == Form(honest)
    assert DOOR.admit("/x", encoded(forged), good) == Turned(403)


def test_digits_dropped_into_neighbour() -> None:
    """Pressed keys cannot be hidden in the identifier of the call before them in the order of signing."""
    honest = {"AccountSid": ACCOUNT, "CallSid": CALL, "Digits": "9", "From": "+12025550123", "To": "+18005550199"}
    forged = split_anew(honest, CallSid=CALL + "Digits9", Digits=None)
    assert DOOR.admit("/x", encoded(forged), signature(PUBLIC_URL + "/x", honest)) == Turned(403)


def test_form_shows_nothing() -> None:
    """A form that is printed shows no field, for any may be personal."""
    assert "+12025550123" not in repr(Form(TURN))


@given(st.dictionaries(field_names, field_values, max_size=20), st.text("abc%20/?=&", max_size=20))
def test_any_signed_form(extra: dict[str, str], rest: str) -> None:
    """Whatever fields the provider thinks of come in unchanged when it signed them."""
    fields = TURN | {name: value.replace("\0", "") for name, value in extra.items()}
    assert admitted("/voice" + rest, fields) == Form(fields)


@given(st.binary(max_size=200), st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=40))
def test_any_rubbish(body: bytes, target: str, forged: str) -> None:
    """Rubbish is turned away, and never raises."""
    assert DOOR.admit(target, body, forged) == Turned(403)
    assert DOOR.admit("/voice", urlencode({"a": body}).encode(), forged) == Turned(403)
