"""Why a number cannot book: the reasons of `numbering_plan.Reason`."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "refused.withheld": ("it is hidden", "está oculto"),
    "refused.not_a_number": ("it is no phone number", "no es un número de teléfono"),
    "refused.not_a_telephone": ("it is an address of another network", "es una dirección de otra red"),
    "refused.too_short": ("digits are missing", "le faltan cifras"),
    "refused.too_long": ("it has too many digits", "le sobran cifras"),
    "refused.invalid": ("no such number is given out anywhere", "ese número no existe en ningún país"),
    "refused.region": ("it is of a country that we do not serve", "es de un país que no atendemos"),
    "refused.short_code": ("it is a short number", "es un número corto"),
    "refused.premium": ("calling it costs extra", "llamarlo cuesta más"),
    "refused.shared_cost": ("calling it costs extra", "llamarlo cuesta más"),
    "refused.toll_free": ("it is toll-free", "es gratuito"),
    "refused.satellite": ("it is a satellite phone", "es un teléfono por satélite"),
    "refused.pager": ("it is a pager", "es un buscapersonas"),
    "refused.universal": ("it is the number of a company", "es el número de una empresa"),
    "refused.voicemail": ("it is a voice mail", "es un buzón de voz"),
    "refused.personal": ("it passes calls on", "desvía las llamadas"),
    "refused.keyed_often": ("this call has keyed in all the numbers it may",
                            "en esta llamada ya se marcaron todos los números posibles"),
}  # fmt: skip
