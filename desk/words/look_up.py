"""Looking somebody up."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "look_up.name": ("Look-up", "Consulta"),
    "look_up.title": ("Look somebody up", "Consultar a alguien"),
    "look_up.rule": ("By a whole telephone number or a whole reference. Your name and reason are recorded.",
                     "Por un número de teléfono o una referencia completos. Se anotan su nombre y el motivo."),
    "look_up.entry": ("Number or reference", "Número o referencia"),
    "look_up.why": ("Why?", "¿Por qué?"),
    "look_up.why.caller_asks": ("The person asks about their own visit", "La persona pregunta por su visita"),
    "look_up.why.delivery": ("A text or call did not arrive", "No llegó un mensaje o una llamada"),
    "look_up.why.complaint": ("Complaint", "Queja"),
    "look_up.why.suspicion": ("Suspected resale or misuse", "Sospecha de reventa o abuso"),
    "look_up.why.records": ("Records for a court or an audit", "Registros para un tribunal o una auditoría"),
    "look_up.show": ("Look up", "Consultar"),
    "look_up.no_entry": ("That is neither a whole number nor a whole reference. Nothing was looked at.",
                         "No es un número ni una referencia completos. No se consultó nada."),
    "look_up.nobody": ("Nothing is kept under it. Looks left this hour: {left}.",
                       "No hay nada guardado. Consultas que quedan esta hora: {left}."),
    "look_up.too_often": ("You have had all the looks of an hour, and a supervisor is told. One more in {minutes} min. "
                          "Until then ask a supervisor to look.",
                          "Ya usó todas las consultas de una hora, y se avisa a supervisión. Otra en {minutes} min. "
                          "Hasta entonces, pida la consulta a supervisión."),
    "look_up.found": ("Number ending in {ends}", "Número terminado en {ends}"),
    "look_up.left": ("Looks left this hour: {left}.", "Consultas que quedan esta hora: {left}."),
    "look_up.refused": ("This number may not book: {reason}.", "Este número no puede reservar: {reason}."),
    "look_up.texts_off": ("It wants no texts and no machine's calls.", "No quiere mensajes ni llamadas automáticas."),
    "look_up.none": ("No booking is kept.", "No hay reservas guardadas."),
    "look_up.reference": ("Reference ends in", "La referencia termina en"),
    "look_up.when": ("When", "Cuándo"),
    "look_up.office": ("Office", "Oficina"),
    "look_up.channel": ("Made by", "Hecha por"),
    "look_up.channel.voice": ("call", "llamada"),
    "look_up.channel.sms": ("text", "mensaje"),
    "look_up.channel.desk": ("desk", "mostrador"),
    "look_up.channel.offer": ("waiting list", "lista de espera"),
    "look_up.status.held": ("held", "retenida"),
    "look_up.status.booked": ("booked", "reservada"),
    "look_up.status.checked_in": ("here", "llegó"),
    "look_up.status.fulfilled": ("served", "atendida"),
    "look_up.status.lapsed": ("lapsed", "vencida"),
    "look_up.status.cancelled": ("given up or let go", "anulada"),
    "look_up.status.no_show": ("did not come", "no vino"),
}  # fmt: skip
