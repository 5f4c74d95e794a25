"""The telephones of the exchange: fictional numbers (the North American plan keeps 555-01xx for fiction)."""

import re
from dataclasses import dataclass
from enum import StrEnum

E164 = re.compile(r"\+[1-9]\d{6,14}")
"""A telephone number in full (ITU-T E.164: at most 15 digits)."""


WITHHELD = "anonymous"
"""The provider's word for a caller ID that is not shown."""


class TelephoneKind(StrEnum):
    """What a telephone is, as far as the exchange treats it differently."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    WITHHELD = "withheld"
    NO_TEXTS = "no_texts"
    SLOW_SPEAKER = "slow_speaker"
    RELAY = "relay"


_ABOUT = {
    TelephoneKind.MOBILE: "Gets texts and shows its number.",
    TelephoneKind.LANDLINE: "Gets no texts.",
    TelephoneKind.WITHHELD: "A mobile that hides its number.",
    TelephoneKind.NO_TEXTS: "A mobile that no text reaches.",
    TelephoneKind.SLOW_SPEAKER: "A mobile whose person is hard to understand: the line is unsure of every word.",
    TelephoneKind.RELAY: "A relay operator's, who types for somebody who cannot hear: all takes 25 seconds longer.",
}


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone; `number` is E.164, `line_type` what a look-up says of it."""

    number: str
    label: str
    kind: TelephoneKind

    @property
    def caller_id(self) -> str:
        """What the called line sees: the number, or the provider's word for a withheld one."""
        return WITHHELD if self.kind is TelephoneKind.WITHHELD else self.number

    @property
    def name(self) -> str:
        """Its label as a word of an address."""
        return self.label.replace(" ", "-")

    @property
    def about(self) -> str:
        """What is special about it, in plain words."""
        return _ABOUT[self.kind]

    @property
    def gets_texts(self) -> bool:
        """Whether texts arrive at it."""
        return self.kind not in (TelephoneKind.LANDLINE, TelephoneKind.NO_TEXTS)

    @property
    def confidence(self) -> float:
        """How sure a recogniser is of what its person says, from 0 to 1."""
        return 0.3 if self.kind is TelephoneKind.SLOW_SPEAKER else 0.9

    @property
    def pause(self) -> float:
        """Seconds from the end of a prompt until its person does anything.

        A relay operator reads the prompt out, waits for the answer, and keys it in.
        """
        return 25.0 if self.kind is TelephoneKind.RELAY else 0.0

    @property
    def line_type(self) -> str:
        """The line type of a look-up (Twilio docs, "Lookup v2: line type intelligence")."""
        return "landline" if self.kind is TelephoneKind.LANDLINE else "mobile"


TELEPHONES = (
    *(Telephone(f"+1202555010{n}", f"mobile {n}", TelephoneKind.MOBILE) for n in range(1, 10)),
    Telephone("+12025550120", "agent 1", TelephoneKind.MOBILE),
    Telephone("+12025550121", "agent 2", TelephoneKind.MOBILE),
    Telephone("+12025550150", "landline", TelephoneKind.LANDLINE),
    Telephone("+12025550160", "withheld", TelephoneKind.WITHHELD),
    Telephone("+12025550170", "mobile without texts", TelephoneKind.NO_TEXTS),
    Telephone("+12025550180", "slow speaker", TelephoneKind.SLOW_SPEAKER),
    Telephone("+12025550190", "relay operator", TelephoneKind.RELAY),
)
"""The telephones that stand ready; any other number may call too, and is taken for a mobile."""

_BY_NUMBER = {telephone.number: telephone for telephone in TELEPHONES}


def connect(telephone: Telephone) -> None:
    """Let a telephone of this kind stand at its number from now on, in this process."""
    _BY_NUMBER[telephone.number] = telephone


def telephone_of(number: str) -> Telephone:
    """Return the telephone of a number or caller ID."""
    return _BY_NUMBER.get(number) or Telephone(number, "another telephone", TelephoneKind.MOBILE)
