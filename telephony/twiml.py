"""Documents the provider plays and sends (Twilio docs, "TwiML for Programmable Voice" and "for Messaging").

Written as escaped strings. The provider's own classes check nothing, write malformed XML for U+0000 and lone
surrogates, so that the same cleaning would be needed, and take twice the time (32 against 16 microseconds for a menu).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate
from xml.sax.saxutils import escape, quoteattr

from ivr.vocabulary import Entry, Hangup, Leave, Menu, Reject, Said, Spoken, Talk, Wait

RETRIES = "#rc=2&rp=all&rt=4000&tt=15000"
"""Two more tries after any failure, 4 s for each, 15 s in all (Twilio docs, "Webhooks connection overrides")."""

_LONGEST_SENTENCE = 4096
"""Characters in one Say (error 13521)."""
_LONGEST_TEXT = 1600
"""Characters in one text (error 21617)."""
_SENTENCE_BYTES = 48 * 1024
_HINT_BYTES = 2 * 1024
"""With these two a document stays under the provider's 64 kB (error 11750): sentences are measured escaped, hints are
not and may grow sixfold, and 2 kB are left for an address."""
_MOST_HINTS = 500
_LONGEST_HINT = 100
"""Hints, and characters of one (Twilio docs, "Gather")."""

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_BARRED = re.compile(
    f"[{_NONCHARACTERS}"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\ud800-\udfff"  # surrogates, which have no UTF-8
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # bidirectional controls, which turn what stands after them
)


def with_retries(url: str) -> str:
    """`url` with the wish to be tried again, in place of its fragment, which is neither sent nor signed."""
    return url.partition("#")[0] + RETRIES


def voice_document(spoken: Spoken) -> bytes:
    """What the caller hears and is asked. Well-formed and under 64 kB whatever the sentences hold.

    Sentences are said inside the Gather, so that a key stops them; the answer comes to `spoken.action` even when it is
    silence. Sentences of nothing that can be said are left out (error 13520).
    """
    said = _said(spoken.sentences)
    match spoken.ask:
        case Hangup():
            return _document(said + "<Hangup/>")
        case Menu() | Entry() as ask:
            return _document(_gather(spoken.action, _asking(ask, spoken.language), said))
        case Wait() as ask:
            return _document(said + _enqueue(ask, spoken))
        case Talk() as ask:
            return _document(said + _conference(ask, spoken.action))
        case Leave():
            return _document(said + "<Leave/>")
        case Reject():
            # Only as the first verb it keeps a call from being answered (Twilio docs, "TwiML Voice: Reject").
            return _document('<Reject reason="busy"/>')


def text_document(body: str | None) -> bytes:
    """The answer to a text: at most 1,600 characters of `body`, or no answer where nothing of it can be sent."""
    text = _clean(body or "").strip()[:_LONGEST_TEXT]
    return _document(f"<Message>{escape(text)}</Message>" if text else "")


def redirect_document(url: str) -> bytes:
    """The call goes on at `url`, with the wish to be tried again."""
    return _document(f'<Redirect method="POST">{escape(_clean(with_retries(url)))}</Redirect>')


def pause_document(seconds: int) -> bytes:
    """Silence, for a call that waits in a queue: it asks again after it."""
    return _document(f'<Pause length="{seconds}"/>')


def fallback_document(voice_url: str, apology: Iterable[Said]) -> bytes:
    """The static document for calls whose own address has failed: `apology`, then the call goes back to `voice_url`.

    Nothing static can do this once only, and then apologise: what follows a Redirect is never reached, the provider
    asks the same fallback address whichever time it is, and a document without conditions cannot tell. So the apology
    stands first, and should say how to reach a person. If the line is still away, the provider either ends the call
    with words of its own, or comes here again, which says the apology again until the line is back or the caller has
    hung up. A server that sees `ErrorUrl` can do better: where it is `voice_url` itself, `voice_document` with Hangup.
    """
    redirect = f'<Redirect method="POST">{escape(_clean(with_retries(voice_url)))}</Redirect>'
    return _document(_said(apology) + redirect)


def _document(verbs: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'.encode()


def _said(sentences: Iterable[Said]) -> str:
    return "".join(_fitting([verb for one in sentences if (verb := _verb(one))], _SENTENCE_BYTES))


def _verb(one: Said) -> str:
    """How one sentence is heard; "" for one of nothing that can be said."""
    if one.recording is not None:
        return f"<Play>{escape(_clean(one.recording))}</Play>"
    text = " ".join(_clean(one.text).split())[:_LONGEST_SENTENCE]
    return f"<Say{_attributes({'language': one.voice})}>{escape(text)}</Say>" if text else ""


def _gather(action: str, attributes: str, prompts: str) -> str:
    return f"<Gather{_attributes({'action': with_retries(action)})}{attributes}>{prompts}</Gather>"


def _enqueue(wait: Wait, spoken: Spoken) -> str:
    """Into a queue, which the provider makes where there is none (Twilio docs, "TwiML Voice: Enqueue")."""
    heard = {"waitUrl": with_retries(spoken.waits_at), "waitUrlMethod": "POST"}
    attributes = _attributes({"action": with_retries(spoken.action), "method": "POST", **heard})
    return f"<Enqueue{attributes}>{escape(_clean(wait.queue))}</Enqueue>"


def _conference(talk: Talk, action: str) -> str:
    """Into a conference, without beeps, and without music while one is alone in it."""
    ends = "true" if talk.ends else "false"
    quiet = {"beep": "false", "startConferenceOnEnter": "true", "endConferenceOnExit": ends, "waitUrl": ""}
    inner = f"<Conference{_attributes(quiet)}>{escape(_clean(talk.room))}</Conference>"
    return f"<Dial{_attributes({'action': with_retries(action), 'method': 'POST'})}>{inner}</Dial>"


@lru_cache(maxsize=256)  # the questions of a line are few, and a third of a document's work
def _asking(ask: Menu | Entry, language: str) -> str:
    """What a Gather says of its question; all but where the answer goes."""
    own = _menu(ask, language) if isinstance(ask, Menu) else _entry(ask, language)
    # Without actionOnEmptyResult a silent caller would fall out at the end of the document, which ends the call.
    return _attributes({"method": "POST", "actionOnEmptyResult": "true", **own})


def _menu(menu: Menu, language: str) -> dict[str, str]:
    # No finishing key: `#` alone would come as silence, and is a wrong key.
    keys = {"input": "dtmf", "numDigits": "1", "finishOnKey": "", "timeout": str(menu.wait_s)}
    return keys | _speech(menu.hints, language)


def _entry(entry: Entry, language: str) -> dict[str, str]:
    finish = "#" if entry.pound else ""
    keys = {"input": "dtmf", "numDigits": str(entry.digits), "finishOnKey": finish, "timeout": str(entry.wait_s)}
    return keys | _speech(entry.hints, language)


def _speech(hints: tuple[str, ...] | None, language: str) -> dict[str, str]:
    if hints is None:
        return {}
    spoken = {"input": "dtmf speech", "speechTimeout": "auto", "language": language}
    return spoken | ({"hints": _hints(hints)} if hints else {})


def _hints(hints: Iterable[str]) -> str:
    words = (" ".join(_clean(hint).replace(",", " ").split())[:_LONGEST_HINT] for hint in hints)
    return ",".join(_fitting([word for word in words if word][:_MOST_HINTS], _HINT_BYTES))


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_clean(value))}" for name, value in values.items())


def _clean(text: str) -> str:
    """`text` without what XML 1.0 cannot hold (section 2.2), Unicode gives no meaning, or a voice cannot say."""
    return text if text.isprintable() else _BARRED.sub("", text)  # nothing barred is printable, and asking is quick


def _fitting(parts: list[str], limit: int) -> list[str]:
    """The first of `parts` that together have at most `limit` bytes."""
    sizes = accumulate(len(part.encode()) for part in parts)
    return [part for part, size in zip(parts, sizes, strict=True) if size <= limit]
