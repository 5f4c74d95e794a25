"""How long things take in a call's own time, in seconds."""

from exchange.verbs import Pause, Play, Prompt, Say

WORDS_A_SECOND = 2.5
"""How fast speech passes."""

KEY_SECONDS = 0.4
"""How long one key takes."""

PLAY_SECONDS = 3.0
"""How long a recording takes: its length is not looked into."""

HOLD_SECONDS = 5.0
"""How long whoever is on hold without a document, or listens in silence, does so at a time."""

MAX_CALL_SECONDS = 4 * 3600
"""How long a call may last (Twilio docs: 4 hours by default)."""


def speaking(text: str) -> float:
    """Return how long it takes to say a text."""
    return len(text.split()) / WORDS_A_SECOND


def lasting(prompt: Prompt) -> float:
    """Return how long a prompt takes with its repeats: tones half a second each."""
    match prompt:
        case Say(text, loop=loop):
            return loop * speaking(text)
        case Play(digits=digits, loop=loop):
            return loop * (len(digits) * 0.5 if digits else PLAY_SECONDS)
        case Pause(length):
            return length
