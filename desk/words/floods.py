"""Declared floods, and what the doorstep did."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "floods.title": ("Flood of calls", "Avalancha de llamadas"),
    "floods.about": (
        "Declare one when machines keep people off the line. Until it ends, calls that no person makes are "
        "not answered, and who asks for a place has to show more. What is booked stays, and who hides "
        "the number is still answered.",
        "Declárela cuando unas máquinas no dejan llegar a la gente. Hasta que termine no se contestan las "
        "llamadas que no hace ninguna persona, y quien pide un lugar tiene que mostrar más. Lo reservado "
        "se queda, y a quien oculta su número se le contesta.",
    ),
    "floods.none": ("No flood is declared.", "No hay ninguna avalancha declarada."),
    "floods.all": ("All lines", "Todas las líneas"),
    "floods.until": ("until {at}", "hasta {at}"),
    "floods.minutes": ("Minutes", "Minutos"),
    "floods.do": ("Declare a flood", "Declarar una avalancha"),
    "floods.declared": ("The flood is declared. It ends by itself.", "La avalancha está declarada. Termina sola."),
    "floods.wanted": ("Nothing was declared: write the reason.", "No se declaró nada: escriba el motivo."),
    "live.flood": ("Flood declared", "Avalancha declarada"),
    "live.no_flood": ("No", "No"),
    "live.flood_until": ("until {time}", "hasta las {time}"),
    "live.turned": ("Not let in at the door, last day", "No entraron, último día"),
    "live.turned.rejected.origin": ("Not answered: numbers that cannot be", "Sin contestar: números imposibles"),
    "live.turned.rejected.hang_ups": (
        "Not answered: numbers that only hang up",
        "Sin contestar: números que solo cuelgan",
    ),
    "live.turned.rejected.full": (
        "Not answered: new to us, while the line was full",
        "Sin contestar: nuevos, con la línea llena",
    ),
    "live.turned.explained.often": ("Told why: called too often", "Se les explicó: llamaron demasiado"),
    "live.turned.explained.alike": (
        "Told why: many numbers of one block",
        "Se les explicó: muchos números del mismo bloque",
    ),
    "live.turned.explained.texts": ("Told why: texted too often", "Se les explicó: demasiados mensajes"),
    "live.turned.recorded.origin": ("Only recorded: numbers that cannot be", "Solo anotado: números imposibles"),
    "live.turned.recorded.hang_ups": (
        "Only recorded: numbers that only hang up",
        "Solo anotado: números que solo cuelgan",
    ),
    "live.turned.recorded.full": (
        "Only recorded: new to us, while the line was full",
        "Solo anotado: nuevos, con la línea llena",
    ),
    "live.turned.recorded.often": ("Only recorded: called too often", "Solo anotado: llamaron demasiado"),
    "live.turned.recorded.alike": (
        "Only recorded: many numbers of one block",
        "Solo anotado: muchos números del mismo bloque",
    ),
    "live.turned.explained.strangers": (
        "Told why: texts without a code, too many to answer",
        "Se les explicó: demasiados mensajes sin código para contestar",
    ),
    "live.turned.recorded.strangers": (
        "Only recorded: texts without a code, too many to answer",
        "Solo anotado: demasiados mensajes sin código para contestar",
    ),
    "live.turned.silent.strangers": (
        "Texts without a code: read and done, not answered",
        "Mensajes sin código: leídos y atendidos, sin respuesta",
    ),
    "live.turned.recorded.texts": ("Only recorded: texted too often", "Solo anotado: demasiados mensajes"),
    "live.turned.explained.number": (
        "Texts from toll-free numbers: told to call",
        "Mensajes de números gratuitos: se les pidió llamar",
    ),
    "live.turned.silent.number": (
        "Texts without an answer: the number may not book",
        "Mensajes sin respuesta: el número no puede reservar",
    ),
    "live.turned.silent.texts": ("Texts without an answer, after that", "Mensajes sin respuesta, después de eso"),
}
