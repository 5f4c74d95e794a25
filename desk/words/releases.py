"""Putting places on sale."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "releases.title": ("Places on sale", "Lugares a la venta"),
    "releases.office": ("Office", "Oficina"),
    "releases.service": ("Service", "Servicio"),
    "releases.first": ("First day", "Primer día"),
    "releases.last": ("Last day", "Último día"),
    "releases.every": ("Minutes between slots", "Minutos entre turnos"),
    "releases.seats": ("Places in each slot", "Lugares en cada turno"),
    "releases.opens": ("Opens at (the office's clock; empty: at once)",
                       "Se abre (hora de la oficina; vacío: enseguida)"),
    "releases.preview": ("Preview", "Vista previa"),
    "releases.do": ("Release {places} places", "Poner {places} lugares a la venta"),
    "releases.would": ("This puts {places} places on sale in {slots} slots; {standing} of them stand already and "
                       "get places beside those they have. Closed days and holidays have none.",
                       "Esto pone a la venta {places} lugares en {slots} turnos; {standing} de ellos ya existen y "
                       "reciben lugares además de los que tienen. Los días cerrados y festivos no tienen ninguno."),
    "releases.done": ("{places} places are released.", "Se pusieron a la venta {places} lugares."),
    "releases.nothing": ("There is nothing to release: closed on these days, or over.",
                         "No hay nada que poner a la venta: esos días está cerrado, o ya pasaron."),
    "releases.wrong": ("This cannot be read: look at days, minutes and places.",
                       "No se puede leer: revise los días, los minutos y los lugares."),
    "releases.caption": ("Releases, the newest first", "Puestas a la venta, las más recientes primero"),
    "releases.when": ("Released", "Decidido"),
    "releases.who": ("By", "Por"),
    "releases.days": ("Days", "Días"),
    "releases.places": ("Places", "Lugares"),
    "releases.from": ("Can be had from", "Se pueden reservar desde"),
}  # fmt: skip
