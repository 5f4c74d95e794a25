"""How many segments a text takes (3GPP TS 23.038: GSM-7 where every character is in it, else UCS-2)."""

_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_7_EXTENDED = frozenset("\f^{}\\[~]|€")


def segments(body: str) -> int:
    """Return the number of segments: 160 septets alone or 153 each; in UCS-2, 70 units alone or 67 each."""
    if set(body) <= _GSM_7 | _GSM_7_EXTENDED:
        length, alone, each = len(body) + sum(character in _GSM_7_EXTENDED for character in body), 160, 153
    else:
        length, alone, each = len(body.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= alone else -(-length // each)
