"""Dial, as far as it leads into a conference, read and checked (errors 1321x and 1323x)."""

import re
from xml.etree.ElementTree import Element

from exchange.attributes import Attributes
from exchange.elements import Grammar, only_text, verbs_in
from exchange.refusals import NOT_PLAYED, Refusal
from exchange.telephones import E164
from exchange.verbs import Join

_METHODS = ("GET", "POST")
_TIME_LIMIT = 4 * 3600
_MAX_PARTICIPANTS = 250
_CALLER_ID = re.compile(rf"{E164.pattern}|client:.+")
_EVENTS = frozenset({"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"})
_NOUNS: Grammar[Element] = Grammar(
    {"Conference": lambda element: element}, 13215, frozenset({"Client", "Number", "Queue", "Sim", "Sip"})
)
_DIAL_ATTRIBUTES = frozenset(
    {"action", "answerOnBridge", "callReason", "callerId", "hangupOnStar", "method", "record", "recordingTrack"}
    | {"recordingStatusCallback", "recordingStatusCallbackEvent", "recordingStatusCallbackMethod", "referMethod"}
    | {"referUrl", "ringTone", "sequential", "timeLimit", "timeout", "trim"}
)
_CONFERENCE_ATTRIBUTES = frozenset(
    {"beep", "coach", "endConferenceOnExit", "eventCallbackUrl", "jitterBufferSize", "maxParticipants", "muted"}
    | {"participantLabel", "record", "recordingStatusCallback", "recordingStatusCallbackEvent", "region"}
    | {"recordingStatusCallbackMethod", "startConferenceOnEnter", "statusCallback", "statusCallbackEvent"}
    | {"statusCallbackMethod", "trim", "waitMethod", "waitUrl"}
)


def dial(element: Element) -> Join:
    """Read a Dial of one Conference; raises `Refusal`, also for what else may be dialled."""
    attributes = Attributes(element, _DIAL_ATTRIBUTES)
    attributes.matching("callerId", _CALLER_ID, 13214)
    attributes.whole("timeout", 13212, least=1)
    attributes.flag("answerOnBridge", 13219)
    _check_recording(attributes)
    conference = _conference(element)
    noun = Attributes(conference, _CONFERENCE_ATTRIBUTES)
    _check_recording(noun)
    if noun.text("coach") is not None or noun.choice("statusCallbackMethod", 12200, _METHODS) == "GET":
        raise Refusal(NOT_PLAYED, "coaching, and reports by GET, are not played by this exchange")
    return Join(
        name=_name(conference),
        action=attributes.text("action"),
        method=attributes.choice("method", 13210, _METHODS) or "POST",
        time_limit=attributes.whole("timeLimit", 13216, least=1) or _TIME_LIMIT,
        hangs_up_on_star=attributes.flag("hangupOnStar", 13213),
        starts=noun.choice("startConferenceOnEnter", 13232, ("true", "false")) != "false",
        ends=noun.flag("endConferenceOnExit", 13231),
        beep=noun.choice("beep", 13235, ("true", "false", "onEnter", "onExit")) or "true",
        wait_url=noun.text("waitUrl"),
        wait_method=noun.choice("waitMethod", 13234, _METHODS) or "POST",
        max_participants=_max_participants(noun),
        muted=noun.flag("muted", 13230),
        label=noun.text("participantLabel"),
        status_callback=noun.text("statusCallback"),
        events=_events(noun),
    )


def _conference(element: Element) -> Element:
    if not len(element):
        if only_text(element):
            raise Refusal(NOT_PLAYED, "a number is not dialled by this exchange")
        raise Refusal(13223, "<Dial> has nothing to dial")
    conference, *others = verbs_in(element, _NOUNS)
    if others:
        raise Refusal(13215, "<Dial> takes one <Conference>")
    return conference


def _name(conference: Element) -> str:
    name = only_text(conference)
    if not name:
        raise Refusal(13237, "the conference has no name")
    return name


def _max_participants(noun: Attributes) -> int:
    most = noun.whole("maxParticipants", 12200, least=1) or _MAX_PARTICIPANTS
    if most > _MAX_PARTICIPANTS:
        raise Refusal(12200, f"a conference has at most {_MAX_PARTICIPANTS} participants")
    return most


def _events(noun: Attributes) -> frozenset[str]:
    events = frozenset((noun.text("statusCallbackEvent") or "").split())
    if not events <= _EVENTS:
        raise Refusal(12200, "<Conference> has an invalid value of statusCallbackEvent")
    return events


def _check_recording(attributes: Attributes) -> None:
    if attributes.text("record") not in (None, "do-not-record", "false"):
        raise Refusal(NOT_PLAYED, "recording is not played by this exchange")
