"""Putting places on sale."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "releases.title": ("Places on sale", "Plazas a la venta"),
    "releases.office": ("Office", "Oficina"),
    "releases.service": ("Service", "Servicio"),
    "releases.first": ("First day", "Primer día"),
    "releases.last": ("Last day", "Último día"),
    "releases.every": ("Minutes between slots", "Minutos entre turnos"),
    "releases.seats": ("Places in each slot", "Plazas en cada turno"),
    "releases.opens": ("Opens at (the office's clock; empty: at once)",
                       "Se abre (hora de la oficina; vacío: enseguida)"),
    "releases.preview": ("Preview", "Vista previa"),
    "releases.do": ("Release {places} places", "Poner {places} plazas a la venta"),
    "releases.would": ("This puts {places} places on sale in {slots} slots; {standing} of them stand already and "
                       "get places beside those they have. Closed days and holidays have none.",
                       "Esto pone a la venta {places} plazas en {slots} turnos; {standing} de ellos ya existen y "
                       "reciben plazas además de las que tienen. Los días cerrados y festivos no tienen ninguna."),
    "releases.done": ("{places} places are released.", "Se pusieron a la venta {places} plazas."),
    "releases.nothing": ("There is nothing to release: closed on these days, or over.",
                         "No hay nada que poner a la venta: esos días está cerrado, o ya pasaron."),
    "releases.wrong": ("This cannot be read: look at days, minutes and places.",
                       "No se puede leer: revise los días, los minutos y las plazas."),
    "releases.caption": ("Releases, the newest first", "Puestas a la venta, las más recientes primero"),
    "releases.when": ("Released", "Decidido"),
    "releases.who": ("By", "Por"),
    "releases.days": ("Days", "Días"),
    "releases.places": ("Places", "Plazas"),
    "releases.from": ("Can be had from", "Se pueden reservar desde"),
}  # fmt: skip
