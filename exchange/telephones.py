"""The telephones of the exchange: fictional numbers (the North American plan keeps 555-01xx for fiction)."""

import re
from dataclasses import dataclass
from enum import StrEnum

E164 = re.compile(r"\+[1-9]\d{6,14}")
"""A telephone number in full (ITU-T E.164: at most 15 digits)."""


class TelephoneKind(StrEnum):
    """What a telephone is, as far as the exchange treats it differently."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    WITHHELD = "withheld"
    NO_TEXTS = "no_texts"


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone; `number` is E.164, `line_type` what a look-up says of it."""

    number: str
    label: str
    kind: TelephoneKind

    @property
    def caller_id(self) -> str:
        """What the called line sees: the number, or the provider's word for a withheld one."""
        return "anonymous" if self.kind is TelephoneKind.WITHHELD else self.number

    @property
    def gets_texts(self) -> bool:
        """Whether texts arrive at it."""
        return self.kind in (TelephoneKind.MOBILE, TelephoneKind.WITHHELD)

    @property
    def line_type(self) -> str:
        """The line type of a look-up (Twilio docs, "Lookup v2: line type intelligence")."""
        return "landline" if self.kind is TelephoneKind.LANDLINE else "mobile"


TELEPHONES = (
    *(Telephone(f"+1202555010{n}", f"mobile {n}", TelephoneKind.MOBILE) for n in range(1, 10)),
    Telephone("+12025550150", "landline", TelephoneKind.LANDLINE),
    Telephone("+12025550160", "withheld", TelephoneKind.WITHHELD),
    Telephone("+12025550170", "mobile without texts", TelephoneKind.NO_TEXTS),
)
"""The telephones that stand ready; any other number may call too, and is taken for a mobile."""

_BY_NUMBER = {telephone.number: telephone for telephone in TELEPHONES}


def telephone_of(number: str) -> Telephone:
    """Return the telephone of a number or caller ID."""
    return _BY_NUMBER.get(number) or Telephone(number, "another telephone", TelephoneKind.MOBILE)
