"""Around every page: the frame, the first page, and what is said when something is wrong."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "frame.name": ("Desk", "Mostrador"),
    "frame.skip": ("Skip to content", "Saltar al contenido"),
    "frame.menu": ("Pages", "Páginas"),
    "frame.home": ("Start", "Inicio"),
    "frame.sign_out": ("Sign out", "Cerrar sesión"),
    "frame.wrong": ("There is a problem", "Hay un problema"),
    "home.title": ("Welcome, {name}", "Le damos la bienvenida, {name}"),
    "fault.title": ("That did not work", "Algo no funcionó"),
    "fault.400": ("We could not read what was sent. Go back and try again.",
                  "No pudimos leer lo que se envió. Vuelva atrás e inténtelo otra vez."),
    "fault.403": ("Your role may not see this page.", "Su función no permite ver esta página."),
    "fault.404": ("There is no such page.", "Esa página no existe."),
    "fault.429": ("That was too often. Wait a while and try again.",
                  "Fueron demasiadas veces. Espere un poco e inténtelo otra vez."),
    "fault.500": ("Something is broken here. Nothing you sent was lost on purpose: look before you send it again.",
                  "Algo falló aquí. Antes de enviarlo otra vez, mire si ya se hizo."),
    "fault.form": ("This form is too old. Go back, load the page again and send it once more.",
                   "Este formulario es muy antiguo. Vuelva atrás, cargue la página y envíelo otra vez."),
    "fault.unavailable": ("The database does not answer. Nothing was changed. Try again in a minute.",
                          "La base de datos no responde. No se cambió nada. Inténtelo en un minuto."),
    "fault.unknown": ("The answer of the database was lost. Look whether it was done before you try again.",
                      "Se perdió la respuesta de la base de datos. Mire si se hizo antes de intentarlo otra vez."),
    "fault.back": ("Back to the start", "Volver al inicio"),
}  # fmt: skip
