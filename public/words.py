"""The words around the notices, in English and Spanish side by side; the notices have their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

LANGUAGES: Final = ("en", "es")

WORDS: Final[dict[str, tuple[str, str]]] = {
    "name": ("English", "Español"),
    "title": ("Notices", "Avisos"),
    "none": ("There are no notices today.", "Hoy no hay avisos."),
    "stopped": ("New appointments are stopped", "Por ahora no damos citas nuevas"),
    "stopped.until": ("New appointments are stopped until {until}", "No damos citas nuevas hasta el {until}"),
    "safe": ("All appointments made before stay good. You can hear, change or give up yours by phone and by text.",
             "Todas las citas hechas antes siguen siendo válidas. Puede oír, cambiar o cancelar la suya por teléfono "
             "o por mensaje de texto."),
    "until": ("until {until}", "hasta el {until}"),
    "published": ("Published {at}", "Publicado el {at}"),
    "voice": ("By phone", "Por teléfono"),
    "sms": ("By text", "Por mensaje de texto"),
    "desk": ("Through our staff", "Con nuestro personal"),
    "questions": ("Questions and answers", "Preguntas y respuestas"),
    "questions.none": ("There are no questions yet.", "Todavía no hay preguntas."),
    "back": ("Back to the notices", "Volver a los avisos"),
    "feed": ("Feed of the notices", "Canal de avisos"),
    "call": ("Call or text {number}.", "Llame o escriba al {number}."),
    "free": ("Appointments are free, and nobody may sell them. Were you sold one? Press 8 when you call, "
             "or text CHECK, its reference and the visitor's date of birth.",
             "Las citas son gratis y nadie puede venderlas. ¿Le vendieron una? Marque 8 cuando llame, "
             "o envíe un mensaje de texto con COMPROBAR, la referencia y la fecha de nacimiento del visitante."),
    "audit": ("Seal of our records", "Sello de nuestros registros"),
}  # fmt: skip


def words_in(language: str) -> Callable[..., str]:
    """`say(key, **arguments)` in a language, or else in the first."""
    nth = LANGUAGES.index(language) if language in LANGUAGES else 0

    def say(key: str, /, **arguments: object) -> str:
        return WORDS[key][nth].format(**arguments)

    return say
