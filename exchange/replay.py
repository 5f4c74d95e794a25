"""Replays: what a transcript has a person do, done again on a live line."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from exchange.client import Conversation, Telephone
from exchange.link import NotPossible
from exchange.transcript import ACTIONS, Event, Kind, Transcript, read


def replay(recorded: Path | Transcript, telephone: Telephone) -> Transcript:
    """Do again what is done in a transcript, to the same line, and return the transcript of it.

    A line that has hung up too early ends the replay there, so that the two transcripts differ where they should.
    Raises `OSError` and `ValueError` for a file that cannot be read or is none, `NotPossible` for a line that is not
    connected, and `Unreachable`.
    """
    transcript = read(recorded) if isinstance(recorded, Path) else recorded
    conversation = _begin(transcript, telephone)
    try:
        for event, expected in _actions(transcript.events):
            conversation.do(event, expected)
    except NotPossible as reason:
        ended = Event(Kind.ERROR, f"the replay ends here: {reason}")
        played = conversation.transcript
        return Transcript(played.medium, played.from_, played.to, (*played.events, ended))
    return conversation.transcript


def _begin(transcript: Transcript, telephone: Telephone) -> Conversation:
    return telephone.thread(transcript.to) if transcript.medium == "text" else telephone.call(transcript.to)


def _actions(events: Sequence[Event]) -> Iterator[tuple[Event, int | None]]:
    """Yield each action with the number of texts that were noted after it.

    Texts travel beside the conversation, so one may come a look earlier than it did: it is left for the look that it
    was noted at. After the last text that was noted, None lets every look show what else has come.
    """
    last_text = max((index for index, event in enumerate(events) if event.kind is Kind.TEXT), default=-1)
    for index, event in enumerate(events):
        if event.kind in ACTIONS:
            yield event, _texts_after(events, index) if index < last_text else None


def _texts_after(events: Sequence[Event], index: int) -> int:
    return len(list(takewhile(lambda event: event.kind is Kind.TEXT, events[index + 1 :])))
