"""Which verbs may stand in which document (Twilio docs, "TwiML", "TwiML: Enqueue: waitUrl")."""

from exchange.dial_verbs import dial
from exchange.elements import Grammar
from exchange.message_verbs import MESSAGE_READERS
from exchange.queue_verbs import enqueue, leave
from exchange.verbs import MessageVerb, VoiceVerb
from exchange.voice_verbs import PROMPT_READERS, VOICE_READERS, gather, hangup, read_redirect

_NOT_PLAYED = frozenset(
    {"Connect", "Pay", "Prompt", "Record", "Refer", "Siprec", "Sms", "Start", "Stop", "Stream"}
    | {"Transcription", "VirtualAgent"}
)

CALL: Grammar[VoiceVerb] = Grammar({**VOICE_READERS, "Dial": dial, "Enqueue": enqueue}, 12200, _NOT_PLAYED)
"""A call on its own."""

IN_QUEUE: Grammar[VoiceVerb] = Grammar(
    {**PROMPT_READERS, "Gather": gather, "Redirect": read_redirect, "Hangup": hangup, "Leave": leave}, 12200
)
"""What a call hears while it waits in a queue, and does there."""

IN_CONFERENCE: Grammar[VoiceVerb] = Grammar({**PROMPT_READERS, "Redirect": read_redirect}, 13238)
"""What a call hears until its conference starts (error 13238)."""

ANSWER: Grammar[MessageVerb] = Grammar(MESSAGE_READERS, 14110)
"""An answer to a text."""
