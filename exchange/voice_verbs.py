"""The verbs of a call, each read from its element and checked (errors 13xxx of the provider's dictionary)."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from exchange.attributes import Attributes
from exchange.elements import Grammar, empty, only_text, verbs_in
from exchange.refusals import NOT_PLAYED, Refusal
from exchange.verbs import Gather, Hangup, Pause, Play, Prompt, Redirect, Reject, Say, VoiceVerb

MAX_SAY = 4096
"""The longest text of one Say in characters (error 13521)."""

_METHODS = ("GET", "POST")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_VOICE = re.compile(r"man|woman|alice|(Polly|Google)\.[A-Za-z0-9.-]+")
_TONES = re.compile(r"[0-9A-D#*wW]+")
_SSML = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
_GATHER_ATTRIBUTES = frozenset(
    {"action", "actionOnEmptyResult", "bargeIn", "debug", "enhanced", "finishOnKey", "hints", "input", "language"}
    | {"maxSpeechTime", "method", "numDigits", "partialResultCallback", "partialResultCallbackMethod"}
    | {"profanityFilter", "speechModel", "speechTimeout", "timeout"}
)


def _say(element: Element) -> Say:
    attributes = Attributes(element, ("voice", "language", "loop"))
    for part in element.iter():
        if part is not element and part.tag not in _SSML:
            raise Refusal(12200, f"<{part.tag}> may not stand in <Say>")
    text = " ".join("".join(element.itertext()).split())
    if not text:
        raise Refusal(13520, "<Say> has no text")
    if len(text) > MAX_SAY:
        raise Refusal(13521, f"<Say> is longer than {MAX_SAY} characters")
    voice = attributes.matching("voice", _VOICE, 13511)
    return Say(text, attributes.matching("language", _LANGUAGE, 13512), voice, attributes.loops(13510))


def _play(element: Element) -> Play:
    attributes = Attributes(element, ("loop", "digits"))
    url = only_text(element)
    digits = attributes.matching("digits", _TONES, 13430)
    if bool(url) == bool(digits):
        raise Refusal(13420, "<Play> needs either an address or digits")
    return Play(url or None, digits, attributes.loops(13410))


def _pause(element: Element) -> Pause:
    length = Attributes(element, ("length",)).whole("length", 13910, least=1)
    empty(element)
    return Pause(length or 1)


def gather(element: Element) -> Gather:
    """Read a Gather; raises `Refusal`."""
    attributes = Attributes(element, _GATHER_ATTRIBUTES)
    kinds = (attributes.text("input") or "dtmf").split()
    if sorted(kinds) not in (["dtmf"], ["speech"], ["dtmf", "speech"]):
        raise Refusal(13326, "<Gather> has an invalid value of input")
    _check_speech_attributes(attributes)
    timeout = attributes.whole("timeout", 13313, least=1) or 5
    return Gather(
        prompts=_prompts(element),
        takes_keys="dtmf" in kinds,
        takes_speech="speech" in kinds,
        timeout=timeout,
        speech_timeout=_speech_timeout(attributes, timeout),
        finish_on_key=_finish_key(attributes),
        num_digits=attributes.whole("numDigits", 13314, least=1),
        action=attributes.text("action"),
        method=attributes.choice("method", 13312, _METHODS) or "POST",
        action_on_empty=attributes.flag("actionOnEmptyResult", 13338),
    )


def _prompts(element: Element) -> tuple[Prompt, ...]:
    prompts = verbs_in(element, _PROMPTS)
    if any(isinstance(prompt, Play) and prompt.digits for prompt in prompts):
        raise Refusal(13320, "<Play digits> may not stand in <Gather>")
    return prompts


def _finish_key(attributes: Attributes) -> str:
    key = attributes.choice("finishOnKey", 13310, ("", *"0123456789*#"))
    return "#" if key is None else key


def _speech_timeout(attributes: Attributes, timeout: int) -> int | None:
    if attributes.text("speechTimeout") == "auto":
        return None
    return attributes.whole("speechTimeout", 13327, least=1) or timeout


def _check_speech_attributes(attributes: Attributes) -> None:
    attributes.matching("language", _LANGUAGE, 13331)
    attributes.whole("maxSpeechTime", 13328, least=1)
    attributes.choice("partialResultCallbackMethod", 13329, _METHODS)
    if attributes.text("partialResultCallback") is not None:
        raise Refusal(NOT_PLAYED, "partial results are not sent by this exchange")
    attributes.flag("bargeIn", 13332)
    attributes.flag("profanityFilter", 13333)
    hints = (attributes.text("hints") or "").split(",")
    if len(hints) > 500 or any(len(hint.strip()) > 100 for hint in hints):
        raise Refusal(13330, "<Gather> takes at most 500 hints of 100 characters")


def read_redirect(element: Element) -> Redirect:
    """Read a Redirect, which stands in both kinds of document."""
    method = Attributes(element, ("method",)).choice("method", 13710, _METHODS)
    return Redirect(only_text(element), method or "POST")


def hangup(element: Element) -> Hangup:
    """Read a Hangup; raises `Refusal`."""
    Attributes(element, ())
    empty(element)
    return Hangup()


def _reject(element: Element) -> Reject:
    reason = Attributes(element, ("reason",)).choice("reason", 13810, ("rejected", "busy"))
    empty(element)
    return Reject(reason or "rejected")


PROMPT_READERS: dict[str, Callable[[Element], Prompt]] = {"Say": _say, "Play": _play, "Pause": _pause}
"""How each verb that is heard is read from its element."""

_PROMPTS = Grammar(PROMPT_READERS, 13320)

VOICE_READERS: dict[str, Callable[[Element], VoiceVerb]] = {
    **PROMPT_READERS,
    "Gather": gather,
    "Redirect": read_redirect,
    "Hangup": hangup,
    "Reject": _reject,
}
"""How each verb is read from its element that concerns one call alone."""
