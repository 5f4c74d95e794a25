"""Was an appointment sold to the caller? What an agent may find out for them, and note."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "sold.title": ("Was the caller sold an appointment?", "¿Le vendieron una cita a quien llama?"),
    "sold.about": ("Ask for the reference and the date of birth. You learn whether that is valid, and nothing else.",
                   "Pida la referencia y la fecha de nacimiento. Sabrá si la cita es válida, y nada más."),
    "sold.reference": ("The reference (8 digits)", "La referencia (8 cifras)"),
    "sold.born": ("Born (MM DD YYYY)", "Nacimiento (MM DD AAAA)"),
    "sold.check": ("Check", "Comprobar"),
    "sold.report": ("Report the seller", "Denunciar la venta"),
    "sold.valid": ("That appointment is valid. Say it: appointments are free, and nobody may sell them. Offer to "
                   "report the seller.",
                   "Esa cita es válida. Dígalo: las citas son gratis y nadie puede venderlas. Ofrezca denunciar la "
                   "venta."),
    "sold.not_valid": ("There is no valid appointment for that. Say it: appointments are free, and nobody may sell "
                       "them. Offer to report the seller.",
                       "No hay ninguna cita válida con esos datos. Dígalo: las citas son gratis y nadie puede "
                       "venderlas. Ofrezca denunciar la venta."),
    "sold.used": ("No more can be checked for this caller, or of this reference, until {until}.",
                  "No se puede comprobar más para esta persona, o de esta referencia, hasta {until}."),
    "sold.reported": ("The seller is reported, without a word about the caller.",
                      "La venta queda denunciada, sin nada sobre quien llama."),
}  # fmt: skip
