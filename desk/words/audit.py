"""The auditors' page."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "audit.title": ("Audit", "Auditoría"),
    "audit.since": ("Since (UTC)", "Desde (UTC)"),
    "audit.action": ("Action", "Acción"),
    "audit.actor": ("Who (or how it begins)", "Quién (o cómo empieza)"),
    "audit.show": ("Show", "Mostrar"),
    "audit.export": ("Save as a spreadsheet", "Guardar como hoja de cálculo"),
    "audit.older": ("Older ones", "Anteriores"),
    "audit.none": ("No change fits.", "Ningún cambio coincide."),
    "audit.at": ("When (UTC)", "Cuándo (UTC)"),
    "audit.who": ("Who", "Quién"),
    "audit.what": ("What", "Qué"),
    "audit.subject": ("Of", "Sobre"),
    "audit.why": ("Why", "Por qué"),
    "audit.caption": ("Changes, the newest first", "Cambios, los más recientes primero"),
    "audit.seals": ("Seals", "Sellos"),
    "audit.head": ("Newest seal", "Último sello"),
    "audit.no_head": ("Nothing is sealed yet.", "Aún no hay nada sellado."),
    "audit.waits": ("Not sealed yet, since", "Aún sin sellar, desde"),
    "audit.checked": ("Last check", "Última comprobación"),
    "audit.never": ("Never: ./run audit verify does it.", "Nunca: lo hace ./run audit verify."),
}  # fmt: skip
