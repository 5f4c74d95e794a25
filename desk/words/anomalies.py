"""What each agent did beside colleagues."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "anomalies.name": ("Anomalies", "Anomalías"),
    "anomalies.title": ("What agents did since {day}", "Qué hizo cada agente desde {day}"),
    "anomalies.rule": ("In brackets: what colleagues of the same role usually have in as many days. What lies far "
                       "above is marked. There may be a good reason, so ask.",
                       "Entre paréntesis: lo usual entre colegas de la misma función en igual número de días. Se marca "
                       "lo que queda muy por encima. Puede haber un buen motivo: pregunte."),
    "anomalies.none": ("Nobody has done anything yet.", "Nadie ha hecho nada todavía."),
    "anomalies.who": ("Agent", "Agente"),
    "anomalies.days": ("Days", "Días"),
    "anomalies.far": ("far above", "muy por encima"),
    "anomalies.numbers": ("Numbers", "Números"),
    "anomalies.look_ups": ("Look-ups", "Consultas"),
    "anomalies.booked": ("Booked", "Reservas"),
    "anomalies.exceptions": ("Exceptions", "Excepciones"),
    "anomalies.waivers": ("Waivers", "Dispensas"),
    "anomalies.lifts": ("Step-ups lifted", "Exigencias levantadas"),
    "anomalies.cancelled": ("Given up", "Anuladas"),
    "anomalies.by_document": ("In by document", "Con documento"),
    "anomalies.off_hours": ("Off hours", "Fuera de hora"),
    "anomalies.one_number": ("Most for one number", "Más por un número"),
    "anomalies.csv": ("Table (CSV)", "Tabla (CSV)"),
}  # fmt: skip
