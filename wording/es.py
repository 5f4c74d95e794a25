"""Spanish: what the line says and texts. Usted, function before key, words that all of Latin America knows.

A phrase never begins with a moment, whose day has a small letter, and says "el" or "del" before it.
"""

from __future__ import annotations

from typing import Final

from wording.catalogue import Catalogue
from wording.spanish import EAR, HEARD, PRINT, TYPED
from wording.spanish_reading import grade

PHRASES: Final[dict[str, str]] = {
    # The first menu
    "welcome.name": "{name}. Las citas son gratis.",
    "welcome.language": "Para español, oprima {key:count}.",
    "welcome.menu": "Tres opciones. Para reservar una cita, oprima 1. Para escuchar, cambiar o cancelar su cita, "
    "oprima 3. Para otro idioma, oprima 4. Para hablar con una persona, oprima 0 en cualquier momento.",
    "welcome.check": "Si le vendieron una cita, oprima 8.",
    "check.entry": "Marque la referencia de la cita, ocho cifras.",
    "check.born": "¿Cuándo nació la persona de la cita?",
    "check.valid": "Esa cita es válida.",
    "check.not_valid": "No encontramos ninguna cita válida con esa referencia y esa fecha de nacimiento.",
    "check.free": "Las citas son gratis, y nadie puede venderlas.",
    "check.used": "Por ahora no puede comprobar más citas. Puede hacerlo otra vez a partir del {until:moment}.",
    "check.menu": "Tres opciones. Para denunciar a quien vende citas, oprima 1. Para comprobar una cita otra vez, "
    "oprima 2. Para volver al comienzo, oprima 3. Para hablar con una persona, oprima 0.",
    "check.reported": "Gracias. Lo anotamos, sin su nombre ni su número.",
    "bulletin": "{words}",
    "bulletin.menu": "Para recibirlo por mensaje de texto, oprima 9.",
    "met.BulletinComing": "Ya va en camino a su teléfono por mensaje de texto.",
    "met.AskedTooOften": "Por hoy ya le enviamos a este teléfono todos los mensajes que podemos.",
    "paused": "Tómese su tiempo. Para seguir, oprima cualquier tecla.",
    "no_line": "Este número no está en servicio. Por favor revise el número en nuestro sitio web. Adiós.",
    # Whose phone
    "phone.menu": "Usted llama desde un número que termina en {ending:digits}. Cuatro opciones. "
    "Si ese teléfono es suyo y recibe mensajes de texto, oprima 1. Si no recibe mensajes de texto, oprima 2. "
    "Para usar otro teléfono, oprima 3. Si es suyo pero otros leen sus mensajes, oprima 4.",
    "own_phone.menu": "¿Ese teléfono es solo suyo? Si es solo suyo, oprima 1. Si también lo usan otros, oprima 2.",
    "resume.cut_off": "Su última llamada se cortó.",
    "resume.held": "Todavía le guardamos el horario del {when:moment}, en {office}.",
    "resume.menu": "Para seguir con ese horario, oprima 1. Para otra cosa, oprima 2.",
    # What for
    "choice": "Para {name}, oprima {key:count}.",
    "service.menu": "¿Para qué es la cita? {count:plural one:Una opción|other:# opciones}.",
    "party.menu": "¿Cuántas personas necesitan cita? Cuéntese usted también. Oprima una tecla del 1 al {most:count}.",
    "party.too_large": "Con una reserva {most:plural one:puede venir solo una persona|other:pueden venir hasta "
    "# personas}.",
    "travel.entry": "¿Cuándo viaja? Marque la fecha de su viaje con ocho dígitos: primero el mes, luego el día y "
    "el año.",
    "travel.too_far": "Este servicio es para viajes en los próximos {days:count} días. Por favor elija otra vez.",
    "office.area": "¿Dónde vive usted? Diga el nombre de su ciudad, o marque los primeros {digits:count} dígitos "
    "de su código postal.",
    "office.menu": "¿En qué oficina? {count:plural one:Una opción|other:# opciones}.",
    # Which time
    "offers.lead": "Estos horarios están libres en {office}.",
    "offers.time": "Para el {when:moment}, oprima {key:count}.",
    "offers.other": "Para otros horarios, oprima 4.",
    "place_gone": "Lo siento, alguien acaba de tomar ese horario. Estos están libres.",
    "none_free": "Lo siento, no hay nada libre en {office} para eso.",
    "other_times.menu": "Cuatro opciones. Para los primeros horarios libres, oprima 1. Para horarios más adelante, "
    "oprima 2. Para elegir un día, oprima 3. Para otra oficina, oprima 4.",
    "none_free.menu": "Cuatro opciones. Para los primeros horarios libres, oprima 1. "
    "Para que le avisemos cuando haya uno, oprima 2. Para un día que usted elija, oprima 3. "
    "Para otra oficina, oprima 4.",
    "day.entry": "¿Qué día? Marque cuatro dígitos: primero el mes, luego el día.",
    "part.menu": "Tres opciones. Para la mañana, oprima 1. Para la tarde, oprima 2. Para cualquier hora, oprima 3.",
    # The hold
    "held": "Por unos minutos le guardamos el horario del {when:moment}, en {office}. Todavía no está reservado.",
    "held.texted": "Le estamos enviando un código por mensaje de texto.",
    "visitor.one": "Mientras espera: ¿cuándo nació la persona que viene a la cita?",
    "visitor.nth": "¿Cuándo nació la persona {nth:count} de {party:count}?",
    "visitor.entry": "Marque la fecha de nacimiento con ocho dígitos: primero el mes, luego el día y el año. "
    "Si no sabe el día o el mes, marque ceros.",
    "visitor.back": "Usted marcó: {born:birth}.",
    "visitors_missing": "Su código es correcto. Todavía necesitamos saber cuándo nació cada persona.",
    "right.menu": "Si es correcto, oprima 1. Para cambiarlo, oprima 2.",
    # Codes
    "code.entry": "Marque el código de seis dígitos del mensaje de texto.",
    "code.resend": "Si no le llegó el mensaje, oprima 1 y espere. Para recibir una llamada, oprima 2 y espere.",
    "code.by_call": "Para que le llamemos, oprima 2 y espere. Para hablar con una persona, oprima 0 y espere.",
    "call.too_soon": "Acabamos de llamar. Espere un minuto, por favor.",
    "call.over": "Nuestra llamada terminó y nadie oprimió la tecla.",
    "call.too_many": "Ya llamamos todas las veces que podemos por ahora. "
    "Podemos llamar de nuevo después del {until:moment}.",
    "code.sent": "Le estamos enviando un código por mensaje de texto.",
    "code.again": "Le estamos enviando el mismo código otra vez.",
    "code.too_soon": "El mensaje va en camino. Puede tardar un minuto.",
    "code.wrong": "Ese código no es correcto. Puede intentar {left:plural one:una vez más|other:# veces más}.",
    "met.TextOnItsWay": "Su mensaje va en camino. Puede tardar un minuto.",
    "met.TextFailed": "Lo siento, nuestro mensaje no llegó a su teléfono.",
    "call_coming": "Ahora le llamaremos a este teléfono. Por favor cuelgue y conteste cuando suene. "
    "Para terminar en esa llamada, oprima 1.",
    "call_coming.keyed": "Ahora llamaremos a ese teléfono. Conteste cuando suene. "
    "Para terminar en esa llamada, oprima 1. Aquí ya puede colgar.",
    "outbound.name": "Le llama {name}. Alguien nos pidió llamar a este teléfono.",
    "outbound.queue": "Le llama {name}. Usted nos pidió que le llamáramos.",
    "outbound.question": "Le llama {name}. Tenemos una pregunta para la persona que nos llamó desde este teléfono.",
    "outbound.menu": "Si fue usted, oprima 1. Si no, solo cuelgue. "
    "Siempre puede colgar y llamar al número de nuestro sitio web.",
    "message": "Un mensaje para la persona que nos llamó: por favor llame al {number:phone}.",
    "met.ProofCallOver": "Lo que usted pidió ya está hecho, o pasó demasiado tiempo.",
    "met.CodeExpired": "Ese código ya no sirve.",
    "met.CodeBlocked": "El código se marcó mal demasiadas veces. Ya no sirve, y no hay nada reservado.",
    "presence.blocked": "El código se marcó mal demasiadas veces, y ya no sirve.",
    "met.ProofNeeded": "Primero necesitamos el código del mensaje de texto.",
    "met.TooManyCodes": "Ya enviamos a este teléfono todos los mensajes que podemos por ahora. "
    "Podemos enviar el próximo después del {until:moment}.",
    "met.TooManyTries": "Para este teléfono se marcaron demasiados códigos incorrectos. "
    "Puede intentar otra vez después del {until:moment}.",
    "texts_off": "Este teléfono ya no acepta nuestros mensajes, y por eso no podemos escribirle ni llamarlo. "
    "Para recibirlos otra vez, envíe la palabra START al número del que le llegaron.",
    "prove.first": "Antes de guardarle un horario, necesitamos saber que este teléfono es suyo.",
    "prove.seek": "Para que los horarios sean para personas y no para máquinas, primero comprobamos que este teléfono "
    "es suyo.",
    "prove.text": "Para recibir un código por mensaje de texto, oprima 1.",
    "prove.call": "Para recibir una llamada nuestra, oprima 1.",
    "met.Proven": "Gracias. Ya comprobamos su teléfono.",
    # Booked, or not
    "booked.done": "Su cita está reservada. Es el {when:moment}, en {office}.",
    "booked.reference": "Su número de referencia es {reference:fours}.",
    "booked.again": "Traiga su identificación. Para escuchar otra vez, oprima asterisco.",
    "booked.menu": "Para que le avisemos de un horario antes, oprima 1. Si no, ya puede colgar.",
    "met.HoldLapsed": "Lo siento, ya no le guardamos ese horario, y no hay nada reservado.",
    "lapsed.menu": "Para escuchar otra vez los horarios libres, oprima 1. Para empezar de nuevo, oprima 2.",
    "why.alike": "Muchísimos números parecidos a este piden horarios, y queremos que los reciban las personas.",
    "why.often": "Este teléfono nos llamó o escribió muchas veces en poco tiempo.",
    "why.unused": "Guardamos horarios para este teléfono una y otra vez, y no se usaron.",
    "why.line": "Con este tipo de número tenemos más cuidado.",
    "why.changed": "Este número tiene una tarjeta SIM nueva o un dueño nuevo.",
    "why.flood": "Estamos recibiendo muchísimas llamadas de máquinas.",
    "calling_back.by": "Por eso le llamamos antes de ofrecerle horarios: a más tardar el {until:moment}.",
    "calling_back": "Ya puede colgar. Conteste cuando suene este teléfono. Para elegir entonces su horario, "
    "oprima 1. Para hablar ahora con una persona, oprima 0.",
    "calling_back.keyed": "Ya puede colgar. Conteste cuando suene ese teléfono. Para elegir entonces su horario, "
    "oprima 1. Para hablar ahora con una persona, oprima 0.",
    "not_admitted.held": "Por eso el horario no quedó reservado.",
    "not_admitted.person": "Hasta el {until:moment}, una persona reserva para este teléfono.",
    "not_admitted.until": "Este teléfono no puede reservar aquí hasta el {until:moment}.",
    "often.until": "Le contestamos otra vez a partir de {until:clock}.",
    "often.menu": "Para hablar con una persona, oprima 0.",
    "limit.live": "Este teléfono ya tiene todas las citas que puede tener. No se reservó nada nuevo.",
    "limit.made": "Este teléfono ya reservó todas las veces que puede por ahora. "
    "Puede reservar otra vez a partir del {until:day}.",
    "limit.case": "Ya hay una cita para este caso. No se reservó nada nuevo.",
    "suspended.open": "Por ahora no damos citas nuevas. Todas las citas hechas antes siguen siendo válidas.",
    "suspended.until": "No damos citas nuevas hasta el {until:moment}. "
    "Todas las citas hechas antes siguen siendo válidas.",
    "suspended.why": "{why}",
    "mine.one": "Usted tiene una cita: el {when:moment}, en {office}.",
    "mine.none": "Este teléfono no tiene ninguna cita.",
    "mine.was": "Usted tenía una cita: {when:moment}, en {office}.",
    "mine.which": "Para el {when:moment}, oprima {key:count}.",
    "mine.menu": "Cuatro opciones. Para cambiarla a otro horario, oprima 1. Para cancelarla, oprima 2. "
    "Para volver al comienzo, oprima 3. Para que le avisemos de un horario antes, oprima 4.",
    "mine.keep": "¿Va a venir? Tres opciones. Para quedarse con ella, oprima 1. Para cambiarla a otro horario, "
    "oprima 2. Para cancelarla, oprima 3.",
    "mine.code": "Cuatro opciones. Para cambiarla a otro horario, oprima 1. Para cancelarla, oprima 2. "
    "Para volver al comienzo, oprima 3. Para recibir su código de llegada por mensaje de texto, oprima 4.",
    "mine.back": "Usted no nos respondió y por eso la cita se soltó. Todavía está libre. Para recuperarla, oprima 1. "
    "Para volver al comienzo, oprima 2.",
    "kept.done": "Gracias. Usted se queda con su cita: {when:moment}, en {office}.",
    "met.CheckInLater": "Enviamos ese código un día antes de su cita.",
    "move.held": "Por unos minutos le guardamos el horario del {when:moment}, en {office}. "
    "Su horario anterior sigue siendo suyo.",
    "move.sure": "Para tomar el horario nuevo, oprima 1. Para quedarse con el anterior, oprima 2.",
    "moved.done": "Cambiamos su cita. Ahora es el {when:moment}, en {office}.",
    "move.lapsed": "Lo siento, ya no le guardamos el horario nuevo. Lo que tiene reservado sigue siendo suyo.",
    "met.MovesUsed": "Esta cita ya se cambió todas las veces que podemos aquí. "
    "Para hablar con una persona que le ayude, oprima 0.",
    "met.NoSuchBooking": "Lo siento, esa cita ya no existe.",
    "give_up.sure": "¿Quiere cancelar su cita del {when:moment}? Para cancelarla, oprima 1. "
    "Para conservarla, oprima 2.",
    "given_up.done": "Su cita está cancelada.",
    "given_up.menu": "Tiene diez minutos para cambiar de idea. Para recuperarla, oprima 1. "
    "Para volver al comienzo, oprima 2. O solo cuelgue.",
    "met.TooLate": "Lo siento, ya es tarde para recuperar esa cita.",
    "at_limit.menu": "Para escuchar su cita, oprima 1. Para volver al comienzo, oprima 2. "
    "Para hablar con una persona, oprima 0.",
    "stuck.menu": "Para volver al comienzo, oprima 1. Para hablar con una persona, oprima 0.",
    # Numbers that cannot book
    "refused.menu": "Para reservar con otro teléfono, oprima 1. Para hablar con una persona, oprima 0.",
    "refused.withheld": "Su número está oculto.",
    "refused.not_a_number": "Eso no es un número de teléfono.",
    "refused.not_a_telephone": "Ese no es un número de teléfono al que podamos llamar.",
    "refused.too_short": "Ese número es demasiado corto.",
    "refused.too_long": "Ese número es demasiado largo.",
    "refused.invalid": "Ese número no existe.",
    "refused.region": "Por teléfono no podemos reservar para números de ese país.",
    "refused.short_code": "No podemos reservar para números cortos.",
    "refused.premium": "No podemos reservar para números con costo adicional.",
    "refused.shared_cost": "No podemos reservar para números con costo adicional.",
    "refused.toll_free": "No podemos reservar para números de llamada gratis.",
    "refused.satellite": "No podemos reservar para teléfonos satelitales.",
    "refused.pager": "No podemos reservar para buscapersonas.",
    "refused.universal": "No podemos reservar para números de acceso de empresas.",
    "refused.voicemail": "No podemos reservar para números de buzón de voz.",
    "refused.keyed_often": "Una llamada no admite más números que esos.",
    "refused.personal": "No podemos reservar para números que pasan las llamadas a otro.",
    "number_needed.person": "Para devolverle la llamada, una persona necesita su número.",
    "number_needed.book": "Para reservar, necesitamos un teléfono al que podamos llamar.",
    "number_needed.mine": "Para encontrar su cita, necesitamos el número de su teléfono.",
    "number_needed.callback": "Para llamarle, necesitamos su número.",
    "key_number.entry": "Marque su número de teléfono con el código de área y luego oprima la tecla numeral.",
    "number.back": "Usted marcó: {number:phone}.",
    "callback.noted": "Una persona le devolverá la llamada a su número.",
    "callback.opens": "Ahora no hay nadie que conteste. Volvemos a contestar el {opens:moment}.",
    "callback.menu": "Ya puede colgar. Para volver al comienzo, oprima 1.",
    # La fila
    "queue.entered": "Usted es el número {position:count} en la fila. Una persona le atiende en menos de "
    "{minutes:plural one:un minuto|other:# minutos}.",
    "queue.stay": "Por favor no cuelgue.",
    "queue.place": "Ahora es el número {position:count} en la fila. La espera es de menos de "
    "{minutes:plural one:un minuto|other:# minutos}.",
    "queue.offer": "Para que le llamemos y guardar su lugar en la fila, oprima 1.",
    "queue.away": "Lo siento, nuestro sistema no responde en este momento. Guardamos su lugar en la fila.",
    "met.QueueFull": "Lo siento, esperan tantas personas que la fila está llena.",
    "queue_full.menu": "Podemos llamarle al número que termina en {ending:digits}. Para que le llamemos, oprima 1. "
    "Para una llamada a otro número, oprima 2.",
    "queue_full.keyed": "Para que le llamemos al número que marcó, oprima 1. Para otro número, oprima 2.",
    "queue_full.withheld": "Para que le llamemos a un número que usted marca, oprima 2.",
    "queue_back.menu": "Podemos llamarle al número que termina en {ending:digits}. Su lugar en la fila queda guardado. "
    "Tres opciones. Si es correcto, oprima 1. Para otro número, oprima 2. Para seguir en la línea, oprima 3.",
    "queue_back.keyed": "Podemos llamarle al número que marcó. Su lugar en la fila queda guardado. "
    "Tres opciones. Si es correcto, oprima 1. Para otro número, oprima 2. Para seguir en la línea, oprima 3.",
    "queue_back.withheld": "Para llamarle, necesitamos su número. Para marcarlo, oprima 2. "
    "Para seguir en la línea, oprima 3.",
    "queue.placed": "Usted es el número {position:count} en la fila. Le llamamos en menos de "
    "{minutes:plural one:un minuto|other:# minutos}. Para hablar con una persona en esa llamada, oprima 1.",
    "agent_presence.entry": "Marque los seis dígitos que acabamos de enviarle por mensaje de texto. Después vuelve la "
    "persona a la línea.",
    "talk.now": "Ahora le atiende una persona.",
    "met.TalkOver": "La persona colgó.",
    "talked.menu": "Si ya está todo, solo cuelgue. Para volver al comienzo, oprima 1. "
    "Para hablar con una persona, oprima 0.",
    # A los teléfonos de los agentes
    "whisper.caller": "{name}. Una persona con un número que termina en {ending:digits} espera desde hace "
    "{minutes:plural one:un minuto|other:# minutos}.",
    "whisper.withheld": "{name}. Una persona sin número espera desde hace "
    "{minutes:plural one:un minuto|other:# minutos}.",
    "whisper.calls_back": "Le devolvemos la llamada.",
    "whisper.en": "La persona habla inglés.",
    "whisper.es": "La persona habla español.",
    "why.asked": "Pidió hablar con alguien.",
    "why.interpreter": "Necesita otro idioma.",
    "why.withheld": "Oculta su número.",
    "why.shared_phone": "Otros también usan ese teléfono.",
    "why.misses": "La línea no entendió a la persona.",
    "why.admission": "La línea pidió algo más antes de ofrecerle horarios.",
    "why.long": "La llamada duró demasiado.",
    "whisper.take": "Para tomar la llamada, oprima 1.",
    "whisper.taken": "Aquí está la persona.",
    "whisper.calling": "Ahora llamamos a la persona. Por favor no cuelgue.",
    "whisper.gone": "La persona colgó. Adiós.",
    "whisper.elsewhere": "Alguien más ya tomó la llamada. Adiós.",
    "whisper.missed": "No se oprimió ninguna tecla. La llamada pasa a otra persona. Adiós.",
    "whisper.over": "La llamada terminó. Adiós.",
    "whisper.away": "Lo siento, nuestro sistema no responde en este momento.",
    "met.NumberNotHad": "No pudimos obtener su número. Por favor llame desde un teléfono que muestre su número.",
    "goodbye": "Gracias por llamar. Puede llamar otra vez en cualquier momento. Adiós.",
    # The waiting list
    "wait.prove": "Antes de ponerle en la lista de espera, necesitamos saber que este teléfono es suyo.",
    "on_list.any": "Está en la lista de espera. Cuando le guardemos un horario, le avisaremos.",
    "on_list.earlier": "Está en la lista de espera para un horario antes. Lo que tiene reservado sigue siendo suyo.",
    "on_list.soon": "También le avisaremos de los horarios con menos de un día de aviso.",
    "on_list.menu": "Para saber también de los horarios más cercanos, oprima 1. Para salir de la lista, oprima 2. "
    "O solo cuelgue.",
    "off_list": "Ya no está en la lista de espera. Lo que tiene reservado sigue siendo suyo.",
    "offered.held": "Le guardamos el horario del {when:moment}, en {office}, hasta el {until:moment}. "
    "Todavía no está reservado.",
    "offered.earlier": "Su horario anterior es suyo hasta que tome este.",
    "offered.menu": "Para tomarlo, oprima 1. Para dejarlo a otra persona, oprima 2.",
    "passed.stays": "Ese horario pasa a otra persona. Usted sigue en la lista de espera.",
    "passed.ended": "Ese horario pasa a otra persona, y ya no está en la lista de espera.",
    # Misses
    "missed.silent.1": "No escuché nada.",
    "missed.silent.2": "Todavía no escucho nada. Tómese su tiempo y oprima una tecla de su teléfono. "
    "Para hablar con una persona, oprima 0.",
    "missed.key.1": "Perdón, esa no es una de las opciones.",
    "missed.key.2": "Perdón, eso tampoco funcionó. Primero escuche todas las opciones. "
    "Para hablar con una persona, oprima 0.",
    "missed.area": "No conocemos ninguna oficina con esos dígitos. También puede decir el nombre de una ciudad. "
    "Para hablar con una persona, oprima 0.",
    "missed.spoken": "Perdón, no entendí. Por favor use ahora las teclas de su teléfono.",
    "missed.date": "Esa fecha no puede ser. Use dos dígitos para el mes, dos para el día y cuatro para el año.",
    "missed.day": "Ese día no existe. Use dos dígitos para el mes y dos para el día.",
    # Trouble
    "trouble.unavailable": "Lo siento, nuestro sistema no responde en este momento. No se cambió nada.",
    "trouble.unknown": "Lo siento, nuestro sistema dejó de responder. Todavía no sé si eso funcionó.",
    "trouble.broken": "Lo siento, hay un problema en nuestro sistema.",
    "trouble.again": "Por favor espere un momento y luego haga lo mismo otra vez. Guardamos su lugar en esta llamada.",
    "trouble.people": "Por favor llame a nuestro personal al {number:phone}. Adiós.",
    "trouble.later": "Por favor llame otra vez en unos minutos. Adiós.",
}

TEXTS: Final[dict[str, str]] = {
    # Sent by the worker. Every one has a form for senders that take no replies.
    "code": "{name}: su código es {code} para el {when:moment}. Márquelo en la llamada o responda con él antes de "
    "{until:clock}. Es gratis. Nunca le dé este código a nadie.",
    "code.one_way": "{name}: su código es {code} para el {when:moment}. Márquelo en la llamada antes de "
    "{until:clock}. Reservar es gratis. Nunca le dé este código a nadie.",
    "presence": "{name}: su código es {code}. Márquelo en la llamada antes de {until:clock}. Solo comprueba que este "
    "teléfono es suyo. Nunca le dé este código a nadie.",
    "presence.one_way": "{name}: su código es {code}. Márquelo en la llamada antes de {until:clock}. Solo comprueba "
    "que este teléfono es suyo. Nunca le dé este código a nadie.",
    "presence_desk": "{name}: su código es {code}. ¿Está hablando ahora con nosotros? Responda con él antes de "
    "{until:clock}, o márquelo cuando la llamada lo pida. Si no, ignórelo. Nunca le dé este código a nadie.",
    "presence_desk.one_way": "{name}: su código es {code}. ¿Está hablando ahora con nosotros? Márquelo cuando la "
    "llamada lo pida, antes de {until:clock}. Si no, ignórelo. Nunca le dé este código a nadie.",
    "presence_thread": "{name}: su código es {code}. Responda con él antes de {until:clock} para seguir. Solo "
    "comprueba que este teléfono es suyo. Nunca le dé este código a nadie.",
    "presence_thread.one_way": "{name}: su código es {code}, válido hasta {until:clock}. Para usarlo llame al "
    "{number:phone}. Nunca le dé este código a nadie.",
    "booked": "Cita reservada: {when:moment}, {name} {office}. Ref. {reference:fours}. Traiga identificación. "
    "Para cambiarla llame al {number:phone}. STOP detiene los mensajes, pero su cita sigue en pie.",
    "booked.one_way": "Cita reservada: {when:moment}, {name} {office}. Ref. {reference:fours}. "
    "Traiga identificación. Para cambiarla llame al {number:phone}.",
    # Discreet: whoever reads it over a shoulder learns no institution, office, service or date.
    "code.discreet": "Su código es {code}. Márquelo en la llamada o responda con él antes de {until:clock}. "
    "Nunca le dé este código a nadie.",
    "code.discreet.one_way": "Su código es {code}. Márquelo en la llamada antes de {until:clock}. "
    "Nunca le dé este código a nadie.",
    "booked.discreet": "Ya está hecho. Para saber qué y cuándo, por favor llame desde este teléfono al {number:phone}.",
    "booked.discreet.one_way": "Ya está hecho. Para saber qué y cuándo, por favor llame desde este teléfono "
    "al {number:phone}.",
    "moved": "Su nuevo horario: {when:moment}, {name} {office}. Ref. {reference:fours}. Traiga identificación. "
    "¿No fue usted? Llame de inmediato al {number:phone}.",
    "moved.one_way": "Su nuevo horario: {when:moment}, {name} {office}. Ref. {reference:fours}. "
    "Traiga identificación. ¿No fue usted? Llame de inmediato al {number:phone}.",
    "moved.discreet": "Ya está cambiado. Para saber qué y cuándo, llame al {number:phone}. ¿No fue usted? Llámenos de "
    "inmediato.",
    "moved.discreet.one_way": "Ya está cambiado. Para saber qué y cuándo, llame al {number:phone}. ¿No fue usted? "
    "Llámenos de inmediato.",
    "given_up": "Cita cancelada: {when:moment}, {name} {office}. Pronto otros podrán tomar ese horario. "
    "¿No fue usted? Llame de inmediato al {number:phone}.",
    "given_up.one_way": "Cita cancelada: {when:moment}, {name} {office}. Pronto otros podrán tomar ese horario. "
    "¿No fue usted? Llame de inmediato al {number:phone}.",
    "given_up.discreet": "Ya está cancelado, como usted pidió. ¿No fue usted? Llame de inmediato al {number:phone}.",
    "given_up.discreet.one_way": "Ya está cancelado, como usted pidió. ¿No fue usted? Llame de inmediato al "
    "{number:phone}.",
    # Before the day of the visit
    "second_touch": "{name}: usted tomó el {when:moment}. ¿Va a venir? Responda {code} para quedarse con la cita, 2 "
    "para cambiarla, 9 para cancelarla. O llame al {number:phone}.",
    "second_touch.one_way": "{name}: usted tomó el {when:moment}. ¿Va a venir? Para decirlo, o para cambiar o cancelar "
    "la cita, llame al {number:phone}.",
    "second_touch.discreet": "¿Sigue en pie? Responda {code} para quedarse con ello, 2 para cambiar, 9 para cancelar. "
    "O por favor llame al {number:phone}.",
    "second_touch.discreet.one_way": "Tenemos una pregunta. Por favor llame desde este teléfono al {number:phone}.",
    "follow_up": "{name}: ¿viene usted el {when:moment}? Antes del {until:moment} responda {code} para quedarse con la "
    "cita, 2 para cambiarla, 9 para cancelarla, o llame al {number:phone}.",
    "follow_up.one_way": "{name}: ¿viene usted el {when:moment}? Para decirlo, o para cambiar o cancelar la cita, "
    "llame al {number:phone} antes del {until:moment}.",
    "follow_up.discreet": "Necesitamos su respuesta: responda {code} para quedarse con lo que tiene, 2 para cambiar, "
    "9 para cancelar. O por favor llame al {number:phone}.",
    "follow_up.discreet.one_way": "Necesitamos su respuesta. Por favor llame desde este teléfono al {number:phone}.",
    "check_in": "{name}: código de llegada {code} para el {when:moment}. Muéstrelo con su identificación en la "
    "ventanilla. ¿Lo perdió? Venga igual. Nunca lo pedimos por teléfono.",
    "check_in.one_way": "{name}: código de llegada {code} para el {when:moment}. Muéstrelo con su identificación en "
    "la ventanilla. ¿Lo perdió? Venga igual. Nunca lo pedimos por teléfono.",
    "check_in.discreet": "Su código es {code}. Muéstrelo con su identificación cuando venga. ¿Lo perdió? Venga igual. "
    "Nunca lo pedimos por teléfono.",
    "check_in.discreet.one_way": "Su código es {code}. Muéstrelo con su identificación cuando venga. ¿Lo perdió? "
    "Venga igual. Nunca lo pedimos por teléfono.",
    "reminder": "{name}: le esperamos el {when:moment}, {office}. Traiga {bring}. Para cambiar la cita llame al "
    "{number:phone}.",
    "reminder.one_way": "{name}: le esperamos el {when:moment}, {office}. Traiga {bring}. Para cambiar la cita llame "
    "al {number:phone}.",
    "reminder.discreet": "Para saber cuándo y dónde, por favor llame desde este teléfono al {number:phone}.",
    "reminder.discreet.one_way": "Para saber cuándo y dónde, por favor llame desde este teléfono al {number:phone}.",
    "released": "{name}: usted no respondió y por eso soltamos el {when:moment}. Para recuperarlo mientras esté libre "
    "responda {code} o llame al {number:phone}.",
    "released.one_way": "{name}: usted no respondió y por eso soltamos el {when:moment}. Para recuperarlo mientras "
    "esté libre llame al {number:phone}.",
    "released.discreet": "Usted no respondió y por eso lo soltamos. Para recuperarlo mientras esté libre responda "
    "{code} o llame al {number:phone}.",
    "released.discreet.one_way": "Usted no respondió y por eso lo soltamos. Para recuperarlo mientras esté libre llame "
    "al {number:phone}.",
    "not_booked": "{name}: una falla nuestra nos cortó. No se reservó ni se cambió nada. Por favor llame otra vez al "
    "{number:phone}. Lo sentimos.",
    "not_booked.one_way": "{name}: una falla nuestra nos cortó. No se reservó ni se cambió nada. Por favor llame otra "
    "vez al {number:phone}. Lo sentimos.",
    "bulletin": "{name}: {words}",
    "bulletin.one_way": "{name}: {words}",
    # The waiting list
    "offer": "{when:moment}, {name} {office}: le guardamos este horario. Responda {code} para tomarlo o {nonce} para "
    "dejarlo, antes de {until:clock}.",
    "offer.one_way": "{when:moment}, {name} {office}: le guardamos este horario hasta {until:clock}. Para tomarlo "
    "llame al {number:phone}.",
    "offer.discreet": "Lo que espera se lo guardamos hasta {until:clock}. Para saber más, llame desde este teléfono al "
    "{number:phone}.",
    "offer.discreet.one_way": "Lo que espera se lo guardamos hasta {until:clock}. Para saber más, llame desde este "
    "teléfono al {number:phone}.",
    # Answers to a text
    "help": "{name}. Responda 1 para reservar, 2 para cambiar, 3 para ver su cita, 9 para cancelarla, 0 para hablar "
    "con una persona. O llame al {number:phone}. Es gratis.",
    "unclear": "Perdón, no entendí. Responda 1 para reservar, 3 para ver su cita, ? para recibir ayuda, o llame al "
    "{number:phone}.",
    "not_understood": "Perdón, no entendí. Para recibir ayuda responda ? o llame al {number:phone}.",
    "begin": "Para reservar, responda 1.",
    "person": "Una persona le devolverá la llamada a este número.",
    "person.closed": "Ahora está cerrado. Volvemos a contestar el {opens:moment}. Una persona le devolverá la llamada "
    "a este número.",
    "often": "Llegaron demasiados mensajes de este teléfono en poco tiempo. Volvemos a contestar sus mensajes después "
    "del {until:moment}. Para hablar con una persona llame al {number:phone}.",
    "hushed": "Llegaron demasiados mensajes de este teléfono en poco tiempo. Un código nuestro sigue valiendo. "
    "Los demás los contestamos después del {until:moment}. O llame al {number:phone}.",
    "trouble": "Lo sentimos, nuestro sistema no responde en este momento. Por favor envíe eso otra vez en un minuto.",
    "unknown": "Lo sentimos, nuestro sistema dejó de responder y todavía no sabemos si eso funcionó. Responda 3 en "
    "unos minutos para verlo.",
    # What for, how many, when, where. Choices stand under letters: a bare digit only opens something.
    "choice": "{letter}: {choice}",
    "service": "¿Para qué es la cita? Responda con una letra.",
    "party": "¿Cuántas personas necesitan cita? Cuéntese usted también. Responda con una letra.",
    "party.choice": "{letter}: {count:plural one:1 persona|other:# personas}",
    "party.too_large": "Con una reserva {most:plural one:puede venir solo una persona|other:pueden venir hasta "
    "# personas}.",
    "travel": "¿Cuándo viaja? Responda con el día y el mes, por ejemplo 5 dic.",
    "travel.unclear": "No entendimos qué día es.",
    "travel.far": "Esto es para viajes {days:plural one:de hoy a mañana|other:en los próximos # días}. "
    "Para otra cosa responda 1.",
    "office": "¿En qué oficina? Responda con una letra.",
    "office.city": "¿En qué oficina? Responda con su ciudad, o con los primeros tres dígitos de su código postal.",
    # Free times, and the hold
    "times": "Horarios libres en {office}. Responda con una letra.",
    "time": "{letter}: {when:moment}",
    "times.more": "{letter}: horarios más adelante. O responda con un día, por ejemplo 5 dic.",
    "times.none": "No hay nada libre ese día ni después.",
    "place_gone": "Lo sentimos, alguien acaba de tomar ese horario.",
    "none_free": "Lo sentimos, no hay nada libre en {office} para eso. Pruebe otro día u otra oficina, o llame al "
    "{number:phone}. Si quiere que le avisemos, responda ESPERAR.",
    "held": "Le guardamos el horario del {when:moment} en {office} hasta {until:clock}. Todavía no está reservado.",
    "held.code": "Le estamos enviando un código por mensaje de texto. Responda con él para seguir.",
    "held.waiting": "Para reservar el horario que le guardamos, responda con el código de nuestro mensaje, o con la "
    "fecha de nacimiento si se la pedimos.",
    "prove": "Primero necesitamos saber que este teléfono es suyo. Para recibir un código por mensaje de texto, "
    "responda A.",
    "prove.seek": "Para que los horarios sean para personas y no para máquinas, primero comprobamos que este teléfono "
    "es suyo. Para recibir un código, responda A.",
    "proven": "Gracias. Ya comprobamos su teléfono.",
    "call_proven": "Gracias. Ya comprobamos su teléfono. Siga por favor con la persona al teléfono.",
    "refused": "Para este teléfono no podemos reservar por mensaje de texto. Por favor llame al {number:phone}.",
    "suspended.open": "Por ahora no damos citas nuevas. Las citas hechas antes siguen siendo válidas. Responda 3 para "
    "ver la suya, o llame al {number:phone}.",
    "suspended.until": "No damos citas nuevas hasta el {until:moment}. Las citas hechas antes siguen siendo válidas. "
    "Para hablar con una persona responda 0.",
    "suspended.why": "{why}",
    # Codes
    "code.sent": "Un código va en camino por mensaje de texto. Responda con él para seguir.",
    "code.soon": "Un código va en camino por mensaje de texto. Puede tardar un minuto.",
    "call_coming": "Ahora llamamos a este teléfono. Conteste y oprima la tecla que escuche.",
    "code.wrong": "Ese código no es correcto. Puede intentar {left:plural one:una vez más|other:# veces más}. "
    "Busque nuestro mensaje más reciente.",
    "code.expired": "Ese código ya no sirve. Si su cita está reservada, un mensaje nuestro lo dice: responda 3 para "
    "verla. Si no, responda 1 o llame al {number:phone}.",
    "code.blocked": "El código se escribió mal demasiadas veces y ya no sirve. Responda 1 para reservar, o llame al "
    "{number:phone}.",
    "codes_many": "Ya enviamos a este teléfono todos los mensajes que podemos por ahora. Intente otra vez después del "
    "{until:moment}, o llame al {number:phone}.",
    "tries": "Demasiados códigos incorrectos para este teléfono. Por favor intente otra vez mañana o llame al "
    "{number:phone}.",
    "texts_off": "Usted ya no acepta nuestros mensajes, y no podemos comprobar este teléfono. Para recibirlos otra vez "
    "envíe START, o llame al {number:phone}.",
    "texts_on": "Volverá a recibir nuestros mensajes. Para reservar responda 1, para ver su cita responda 3, "
    "o llame al {number:phone}.",
    "lapsed": "Lo sentimos, ya no le guardamos ese horario y no hay nada reservado. Responda 1 para reservar, o llame "
    "al {number:phone}.",
    "limit": "Este teléfono ya tiene todas las citas que puede tener. No se reservó nada nuevo. Responda 3 para ver "
    "lo que tiene, o llame al {number:phone}.",
    "why.alike": "Muchísimos números parecidos a este piden horarios, y queremos que los reciban las personas.",
    "why.often": "Este teléfono nos llamó o escribió muchas veces en poco tiempo.",
    "why.unused": "Guardamos horarios para este teléfono una y otra vez, y no se usaron.",
    "why.line": "Con este tipo de número tenemos más cuidado.",
    "why.changed": "Este número tiene una tarjeta SIM nueva o un dueño nuevo.",
    "why.flood": "Estamos recibiendo muchísimas llamadas de máquinas.",
    "calling_back": "Por eso llamamos a este teléfono antes del {until:moment}: conteste y oprima 1. Para hablar con "
    "una persona responda 0 o llame al {number:phone}.",
    "not_admitted.held": "Por eso el horario no quedó reservado.",
    "not_admitted.person": "Hasta el {until:moment}, una persona reserva para este teléfono: responda 0 y le llamamos, "
    "o llame al {number:phone}.",
    "not_admitted.until": "Este teléfono no puede reservar aquí hasta el {until:moment}. Para una persona responda 0 o "
    "llame al {number:phone}.",
    "limit.made": "Este teléfono ya reservó todas las veces que puede por ahora. Puede reservar otra vez a partir del "
    "{until:day}. ¿Preguntas? Llame al {number:phone}.",
    "born.one": "Su código es correcto. ¿Cuándo nació la persona que viene a la cita? Responda con mes, día y año, "
    "así: 03 04 1985.",
    "born.first": "¿Cuándo nació la persona que viene a la cita? Responda con mes, día y año, así: 03 04 1985.",
    "born.nth": "¿Cuándo nació la persona {nth:count} de {party:count}? Responda con mes, día y año, así: 03 04 1985.",
    "born.unclear": "Esa no es una fecha de nacimiento. Responda con mes, día y año, así: 03 04 1985.",
    "no_date_needed": "Ahora no necesitamos una fecha. Responda 3 para ver su cita, o llame al {number:phone}.",
    # What is booked
    "mine": "Su cita está reservada: {when:moment}, {office}. Ref. {reference:fours}.",
    "mine.more": "Hay más citas. Para escucharlas todas llame al {number:phone}.",
    "mine.none": "Este teléfono no tiene ninguna cita. Para reservar responda 1 o llame al {number:phone}.",
    "kept": "Gracias. Usted se queda con su cita: {when:moment}, {office}. Ref. {reference:fours}.",
    "bring": "Para el {when:moment} traiga {bring}.",
    "bring.id": "su identificación",
    "check_in.coming": "Su código de llegada va en camino por mensaje de texto.",
    "check_in.later": "Le enviamos el código de llegada un día antes de su cita. También puede venir sin él.",
    "asked_too_often": "Hoy no podemos decirlo más por mensaje. Para escuchar su cita llame al {number:phone}.",
    "which": "¿Cuál de ellas? Responda con una letra.",
    "which.one": "{letter}: {when:moment}, {office}",
    "no_such": "Esa cita ya no está reservada. Responda 3 para ver lo que tiene, o llame al {number:phone}.",
    # Giving up and moving. Each answer has four digits of its own.
    "give_up": "Para cancelar su cita del {when:moment} en {office}, responda {nonce} antes de {until:clock}. "
    "Si no hace nada, la conserva.",
    "thread.given_up": "Su cita está cancelada. Para reservar otra responda 1.",
    "thread.given_up.what": "Su cita del {when:moment} en {office} está cancelada.",
    "thread.given_up.undo": "¿Cambió de idea? Responda {nonce} antes de {until:clock} para recuperarla.",
    "taken_back": "La cita es suya otra vez: {when:moment}, {office}. Ref. {reference:fours}.",
    "taken_back.limit": "Este teléfono ya tiene todas las citas que puede tener, y no pudimos devolverle esa. "
    "Responda 3 para ver lo que tiene.",
    "too_late": "Ya es tarde para recuperarla. Para reservar otra cita responda 1.",
    "move": "Su cita es el {when:moment} en {office}. Para otro horario, responda con sus cuatro dígitos.",
    "move.time": "{nonce}: {when:moment}",
    "move.none": "Lo sentimos, no hay nada más libre en {office}. Usted conserva su horario. Si necesita ayuda llame "
    "al {number:phone}. Para saber de uno antes, responda ESPERAR.",
    "thread.moved": "Cambiamos su cita. Ahora es el {when:moment}, {office}. Ref. {reference:fours}. Su horario "
    "anterior ya no es suyo.",
    "moves_used": "Ya cambió esta cita todas las veces que puede por mensaje. Para hablar con una persona responda 0 o "
    "llame al {number:phone}.",
    "nonce.wrong": "Esos cuatro dígitos no son correctos, y no se cambió nada. Puede intentar "
    "{left:plural one:una vez más|other:# veces más}.",
    "nonce.blocked": "Esos dígitos se escribieron mal demasiadas veces. No se cambió nada. Responda 2 para cambiar, "
    "9 para cancelar, o llame al {number:phone}.",
    "nonce.expired": "Esos cuatro dígitos ya no sirven. Responda 3 para ver su cita, 2 para cambiarla, 9 para "
    "cancelarla.",
    # Was an appointment sold? Nothing of it is told but whether it is valid.
    "check.how": "Para comprobar una cita, envíe COMPROBAR, su referencia y la fecha de nacimiento, como COMPROBAR "
    "4821 7730 03 04 1985. Las citas son gratis.",
    "check.valid": "Esa cita es válida. Las citas son gratis y nadie puede venderlas. Para denunciar a quien vende "
    "responda DENUNCIAR. Para una persona responda 0.",
    "check.not_valid": "No encontramos ninguna cita válida con esos datos. Las citas son gratis y nadie puede "
    "venderlas. Para denunciar a quien vende responda DENUNCIAR. Para una persona responda 0.",
    "check.used": "Puede comprobar otra vez a partir del {until:moment}. Las citas son gratis. Para denunciar a quien "
    "vende responda DENUNCIAR. Para una persona responda 0.",
    "reported": "Gracias. Lo anotamos, sin su nombre ni su número. Para que una persona le llame responda 0.",
    # The waiting list. Each answer has four digits of its own.
    "wait.any": "Para que le avisemos de un horario libre en {office}, responda {nonce}. Para que sea también con "
    "menos de un día de aviso, responda {soon}.",
    "wait.earlier": "Para que le avisemos de un horario antes del {when:moment} en {office}, responda {nonce}. Para "
    "que sea también con menos de un día de aviso, responda {soon}.",
    "on_list": "Está en la lista de espera. Cuando le guardemos un horario se lo diremos. Para salir de la lista "
    "responda SALIR.",
    "off_list": "Ya no está en la lista de espera. Lo que tiene reservado sigue siendo suyo.",
    "passed.stays": "Ese horario pasa a otra persona. Usted sigue en la lista de espera. Para salir responda SALIR.",
    "passed.ended": "Ese horario pasa a otra persona, y ya no está en la lista de espera.",
}

CHOICES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "welcome": {
        "1": (
            "reservar",
            "reservar una cita",
            "una reserva",
            "hacer una cita",
            "sacar una cita",
            "pedir una cita",
            "agendar",
            "cita nueva",
            "nueva cita",
            "una cita",
        ),
        "3": (
            "escuchar",
            "mi cita",
            "escuchar mi cita",
            "escuchar su cita",
            "mi reserva",
            "revisar",
            "consultar",
            "cambiar",
            "cambiar una cita",
            "cancelar",
            "cancelar una cita",
            "la cita",
            "mover",
        ),
        "4": ("otro idioma", "idioma", "otra lengua", "intérprete"),
    },
    "sold": {"8": ("vendieron", "me vendieron una", "me vendieron una cita", "cita vendida")},
    "bulletin": {"9": ("mensaje de texto", "por mensaje", "el mensaje", "envíelo por mensaje")},
    "language": {"1": ("español", "Spanish", "castellano")},
    "phone": {
        "1": ("mío", "es mío", "suyo", "recibe mensajes", "sí recibe mensajes", "sí", "mi teléfono", "mi celular"),
        "2": (
            "no recibe mensajes",
            "no recibe textos",
            "no recibo mensajes",
            "sin mensajes",
            "teléfono fijo",
            "línea fija",
            "teléfono de casa",
        ),
        "3": ("otro teléfono", "otro número", "usar otro teléfono", "teléfono diferente"),
        "4": ("otros leen", "otros leen mis mensajes", "otros leen sus mensajes", "privado", "compartido"),
    },
    "own_phone": {
        "1": ("sí", "solo mío", "es mío", "es solo mío", "mío"),
        "2": ("no", "otros", "otros lo usan", "también otros", "compartido", "recepción", "no es mío"),
    },
    "people": {
        "1": ("una persona", "solo yo", "yo solo", "yo sola", "yo"),
        "2": ("dos personas", "somos dos", "nosotros dos"),
        "3": ("tres personas", "somos tres"),
        "4": ("cuatro personas", "somos cuatro"),
    },
    "resume": {
        "1": ("seguir", "sí", "continuar", "ese horario", "seguir con ese horario"),
        "2": ("otra cosa", "no"),
    },
    "offers": {"4": ("otros horarios", "otro horario", "otra hora", "otras horas", "ninguno de estos")},
    "other_times": {
        "1": ("primeros", "los primeros", "primeros horarios libres", "antes", "más temprano", "más pronto"),
        "2": ("más adelante", "horarios más adelante", "más tarde", "después"),
        "3": ("un día", "otro día", "elegir un día", "día diferente"),
        "4": ("otra oficina", "oficina diferente"),
    },
    "none_free": {
        "1": ("primeros", "los primeros", "primeros horarios libres"),
        "2": ("avíseme", "que me avisen", "lista de espera", "esperar"),
        "3": ("un día", "otro día", "elegir un día", "día diferente"),
        "4": ("otra oficina", "oficina diferente"),
    },
    "booked": {"1": ("antes", "un horario antes", "avíseme", "que me avisen")},
    "on_list": {
        "1": ("sí", "más cercanos", "los más cercanos", "poco aviso"),
        "2": ("salir", "salir de la lista", "dejar la lista"),
    },
    "offered": {
        "1": ("sí", "tomarlo", "lo tomo", "lo quiero"),
        "2": ("no", "dejarlo", "paso", "otra persona"),
    },
    "part": {
        "1": ("mañana", "la mañana", "por la mañana", "en la mañana"),
        "2": ("tarde", "la tarde", "por la tarde", "en la tarde"),
        "3": ("cualquier hora", "a cualquier hora", "cualquiera", "cuando sea"),
    },
    "right": {
        "1": ("correcto", "es correcto", "sí", "está bien", "así es"),
        "2": ("cambiar", "cambiarlo", "no", "no es correcto", "incorrecto", "no está bien", "está mal"),
    },
    "lapsed": {
        "1": ("horarios libres", "los horarios libres", "escuchar los horarios libres", "horarios"),
        "2": ("empezar de nuevo", "empezar", "comenzar de nuevo"),
    },
    "prove": {"1": ("código", "recibir un código", "mensaje", "mensaje de texto", "sí")},
    "mine": {
        "1": ("cambiar", "cambiarla", "otro horario", "mover", "moverla"),
        "2": ("cancelar", "cancelarla", "cancelar mi cita", "dejarla"),
        "3": ("comienzo", "volver", "volver al comienzo", "regresar"),
        "4": ("antes", "un horario antes", "avíseme", "que me avisen"),
    },
    "keep": {
        "1": ("quedarme con ella", "quedarme", "sí", "voy a venir", "sí voy", "mantenerla"),
        "2": ("cambiar", "cambiarla", "otro horario", "mover", "moverla"),
        "3": ("cancelar", "cancelarla", "cancelar mi cita", "dejarla"),
    },
    "mine_code": {
        "1": ("cambiar", "cambiarla", "otro horario", "mover", "moverla"),
        "2": ("cancelar", "cancelarla", "cancelar mi cita", "dejarla"),
        "3": ("comienzo", "volver", "volver al comienzo", "regresar"),
        "4": ("código", "código de llegada", "el código"),
    },
    "at_limit": {
        "1": ("escuchar", "mi cita", "escuchar mi cita", "escuchar su cita"),
        "2": ("comienzo", "volver", "volver al comienzo", "regresar"),
    },
    "move_sure": {
        "1": ("sí", "el nuevo", "el horario nuevo", "horario nuevo", "tomar el nuevo"),
        "2": ("no", "el anterior", "quedarme con el anterior", "conservar", "el de antes"),
    },
    "give_up_sure": {
        "1": ("sí", "cancelarla", "cancelar", "cancelar la cita"),
        "2": ("no", "conservarla", "conservar", "no cancelar"),
    },
    "given_up": {
        "1": ("recuperarla", "recuperar", "cambié de idea", "la quiero"),
        "2": ("comienzo", "volver al comienzo"),
    },
    "by_text": {
        "later": (
            "más adelante",
            "más tarde",
            "después",
            "horarios más adelante",
            "otros horarios",
            "otro horario",
            "otra hora",
            "otro día",
            "ninguno de estos",
            "ninguno",
        ),
        "code": ("código", "enviar código", "un código", "envíeme un código", "mándeme un código"),
    },
    "queue_full": {
        "1": ("sí", "llámenme", "este número"),
        "2": ("otro número", "otro teléfono"),
    },
    "queue_back": {
        "1": ("sí", "correcto", "es correcto", "así es"),
        "2": ("otro número", "otro teléfono", "no"),
        "3": ("seguir", "seguir en la línea", "esperar"),
    },
    "checked": {
        "1": ("denunciar", "denunciar a quien vende", "la venta"),
        "2": ("comprobar", "comprobar otra vez", "otra", "otra cita"),
        "3": ("comienzo", "volver", "volver al comienzo", "regresar"),
    },
    "stuck": {"1": ("comienzo", "volver", "volver al comienzo", "regresar")},
    "refused": {"1": ("otro número", "otro teléfono", "con otro teléfono")},
}

SPANISH: Final = Catalogue("es", "es-US", PHRASES, TEXTS, CHOICES, EAR, PRINT, HEARD, TYPED, grade)
