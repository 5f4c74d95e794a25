"""Early follow-up: choosing, the dry run, what became of it, and letting go."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "early.name": ("Early follow-up", "Confirmación anticipada"),
    "early.about": ("When appointments were sold or taken in bulk: ask now who comes, by text and then by call. Any "
                    "answer keeps the appointment. What stays silent there and to a person can be let go by another "
                    "supervisor.",
                    "Cuando se vendieron citas o se acapararon: pregunte ya quién viene, por mensaje y luego por "
                    "llamada. Cualquier respuesta conserva la cita. Lo que sigue en silencio, también para una "
                    "persona, puede liberarlo otra persona de supervisión."),
    "early.choose": ("Say when they were booked, by the clock of {zone}, and choose at least one of: block, carrier, "
                     "kind of line, control, or the two boxes. The dry run asks nobody.",
                     "Diga cuándo se reservaron, con la hora de {zone}, y elija al menos una cosa: bloque, compañía, "
                     "tipo de línea, control o una de las dos casillas. La prueba no pregunta a nadie."),
    "early.reports": ("Sellers reported in the last 30 days: {many}.",
                      "Ventas denunciadas en los últimos 30 días: {many}."),
    "early.begins": ("Booked from", "Reservadas desde"),
    "early.ends": ("Booked before", "Reservadas antes de"),
    "early.office": ("Office", "Oficina"),
    "early.service": ("Service", "Servicio"),
    "early.any": ("any", "cualquiera"),
    "early.block": ("Block of numbers", "Bloque de números"),
    "early.one_block": ("{name} ({region}): {many} booked", "{name} ({region}): {many} reservadas"),
    "early.carrier": ("Carrier", "Compañía telefónica"),
    "early.line_type": ("Kind of line", "Tipo de línea"),
    "early.control": ("Control that fired", "Control que se activó"),
    "early.reported": ("only those that a buyer reported", "solo las que denunció quien compró"),
    "early.never_came": ("only numbers that never kept an appointment", "solo números que nunca acudieron"),
    "early.preview": ("Dry run", "Prueba sin enviar"),
    "early.wrong": ("This cannot be read: look at the times.", "No se puede leer: revise las fechas y horas."),
    "early.nothing": ("No appointment fits that can be asked. Name a block, a carrier, a kind of line, a control or "
                      "one of the boxes. What was asked already, or has too near a visit, is left out.",
                      "Ninguna cita coincide. Indique un bloque, una compañía, un tipo de línea, un control o una de "
                      "las casillas. Se omite lo ya preguntado y lo que tiene la visita demasiado cerca."),
    "early.too_many": ("More than {most} fit: choose fewer, for people have to call the silent ones.",
                       "Coinciden más de {most}: elija menos, porque habrá que llamar a quienes no respondan."),
    "early.would": ("This asks {bookings} appointments. {known} of their numbers kept one before. {too_late} more are "
                    "too near to be asked early.",
                    "Esto pregunta por {bookings} citas. {known} de sus números ya acudieron antes. Otras {too_late} "
                    "están demasiado cerca para preguntar."),
    "early.by_day": ("By office and day", "Por oficina y día"),
    "early.sample": ("Some of them", "Algunas de ellas"),
    "early.day": ("Day", "Día"),
    "early.many": ("Appointments", "Citas"),
    "early.number": ("Number", "Número"),
    "early.booked": ("Booked", "Reservada"),
    "early.visit": ("Visit", "Visita"),
    "early.reason": ("Reason", "Motivo"),
    "early.start": ("Ask these {bookings} now", "Preguntar ya por estas {bookings}"),
    "early.started": ("{bookings} appointments are asked now.", "Se pregunta ya por {bookings} citas."),
    "early.reason_resale": ("they are sold", "se venden"),
    "early.reason_alike_numbers": ("many are of numbers alike", "muchas son de números parecidos"),
    "early.reason_places_unused": ("places of such numbers stayed empty", "esos números dejaron lugares vacíos"),
    "early.reason_leak": ("numbers or references of ours were taken", "robaron números o referencias nuestras"),
    "early.rounds": ("Started, the newest first", "Iniciadas, las más recientes primero"),
    "early.at": ("Started", "Inicio"),
    "early.by": ("By", "Por"),
    "early.released": ("Let go", "Liberadas"),
    "early.open": ("Open", "Abrir"),
    "early.none": ("None was started yet.", "Todavía no se inició ninguna."),
    "early.back": ("All early follow-ups", "Todas las confirmaciones anticipadas"),
    "early.state": ("State", "Estado"),
    "early.state_keeps": ("keeps it", "la conserva"),
    "early.state_changed": ("moved, given up or over", "cambiada, anulada o pasada"),
    "early.state_released": ("let go", "liberada"),
    "early.state_silent": ("silent, also to a person", "en silencio, también para una persona"),
    "early.state_person": ("a person has to call", "tiene que llamar una persona"),
    "early.state_asked": ("asked", "preguntada"),
    "early.state_unreached": ("nothing reached them: no silence", "nada les llegó: no es silencio"),
    "early.release_title": ("Let the silent ones go", "Liberar las que siguen en silencio"),
    "early.release_about": ("Another supervisor than the one who started it decides. Each is told how to get it back, "
                            "and gets it back while nobody else has it.",
                            "Decide otra persona de supervisión, no quien la inició. A cada una se le dice cómo "
                            "recuperarla, y la recupera mientras nadie más la tenga."),
    "early.release": ("Let the marked ones go", "Liberar las marcadas"),
    "early.release_none": ("There is nothing to let go.", "No hay nada que liberar."),
    "early.why_nobody_answers": ("nobody answers", "nadie responde"),
    "early.why_sold": ("they were offered for money", "se ofrecían por dinero"),
    "early.why_not_theirs": ("the numbers are nobody's", "los números no son de nadie"),
    "early.done": ("{bookings} are let go. {left} are not silent any more and keep theirs.",
                   "Se liberaron {bookings}. {left} ya no siguen en silencio y conservan la suya."),
    "early.later": ("{bookings} are let go. {left} are not silent any more and keep theirs. {later} are busy just now: "
                    "mark them once more.",
                    "Se liberaron {bookings}. {left} ya no siguen en silencio y conservan la suya. {later} están "
                    "ocupadas en este momento: márquelas otra vez."),
    "early.own": ("You started this one: another supervisor has to decide.",
                  "Usted la inició: tiene que decidir otra persona de supervisión."),
    "early.invited": ("Whoever started it has invited you today: another supervisor has to decide.",
                      "Quien la inició le dio acceso hoy: tiene que decidir otra persona de supervisión."),
    "early.unstaffed": ("Nobody has worked on the call list today, so nothing is let go.",
                        "Hoy nadie trabajó en la lista de llamadas, así que no se libera nada."),
    "early.let_go": ("It was let go, since nobody answered.", "Se liberó, porque nadie respondió."),
    "early.appeal": ("Get it back, or be first on the list", "Recuperarla, o primer lugar en la lista"),
    "early.first_on_list": ("Somebody else has that place by now. The caller is first on the waiting list for that "
                            "office.",
                            "Otra persona ya tiene ese lugar. Quien llama es la primera persona en la lista de espera "
                            "de esa oficina."),
    "type.mobile": ("mobile", "celular"),
    "type.landline": ("landline", "fijo"),
    "type.fixed_voip": ("internet telephony at an address", "telefonía por internet con domicilio"),
    "type.non_fixed_voip": ("internet telephony without an address", "telefonía por internet sin domicilio"),
    "type.toll_free": ("toll-free", "gratuito"),
    "type.premium": ("premium rate", "de pago adicional"),
    "type.shared_cost": ("shared cost", "de costo compartido"),
    "type.personal": ("personal number", "número personal"),
    "type.universal": ("universal access", "de acceso universal"),
    "type.voicemail": ("voicemail", "buzón de voz"),
    "type.pager": ("pager", "buscapersonas"),
    "type.unknown": ("not known", "desconocido"),
}  # fmt: skip
