"""What Spanish-speaking callers say to a menu, as a recogniser writes it, and the key they mean; why stands behind."""

from tests.wording.utterances import Menu

MENU: Menu = {
    "1": ("reservar", "cita nueva"),
    "3": ("escuchar", "cambiar", "mi cita"),
    "4": ("otro idioma",),
}
PHONE: Menu = {
    "1": ("sí", "recibe mensajes"),
    "2": ("no recibe mensajes", "teléfono fijo"),
    "3": ("otro teléfono", "otro"),
}
OFFICES: Menu = {"1": ("San Francisco",), "2": ("Oakland",), "3": ("San José",), "4": ("Ventanilla Dos, Sacramento",)}
OFFERS: Menu = {"1": ("martes",), "2": ("miércoles",), "3": ("jueves",), "4": ("otros horarios", "otra hora")}
YES_NO: Menu = {"1": ("sí", "correcto", "está bien"), "2": ("no", "incorrecto", "no está bien")}
PARTY: Menu = {"1": ("una persona", "solo yo"), "2": ("dos personas",), "3": ("tres personas",)}
TWINS: Menu = {"1": ("pasaporte", "pasaporte nuevo"), "2": ("pasaporte", "renovación de pasaporte")}

TABLE: list[tuple[Menu, str, str | None]] = [
    # Numbers
    (OFFERS, "1", "1"),  # a digit
    (OFFERS, "2.", "2"),  # a digit with the recogniser's full stop
    (OFFERS, "Cuatro.", "4"),  # a word, written as a sentence
    (OFFERS, "UNO", "1"),  # in capitals
    (OFFERS, "dos, dos", "2"),  # said twice, meant once
    (OFFERS, "número tres por favor", "3"),  # the noun before, politeness after
    (OFFERS, "la opción dos", "2"),  # as menus name it
    (OFFERS, "oprima 1", "1"),  # reads the instruction back
    (OFFERS, "Este, eh, tres", "3"),  # hesitates
    (OFFERS, "bueno, la tecla número 2, gracias", "2"),  # asides all around
    (OFFERS, "Quiero el dos", "2"),  # a wish
    (OFFERS, "me gustaría el cuatro", "4"),  # a polite wish
    (OFFERS, "¿me puede dar el tres?", "3"),  # a question that is a wish
    (OFFERS, "perdón, dos", "2"),  # an apology is not a refusal
    (OFFERS, "sí, uno", "1"),  # "sí" is an aside here
    (OFFERS, "la una", "1"),  # of a feminine noun
    (OFFERS, "quiero una", "1"),  # as "I want one"
    # Ordinals
    (OFFERS, "la primera", "1"),  # of a feminine noun
    (OFFERS, "el primero", "1"),  # of a masculine one
    (OFFERS, "la segunda opción", "2"),  # with its noun
    (OFFERS, "el tercero, por favor", "3"),  # politely
    (OFFERS, "quiero la 2da", "2"),  # figures and letters
    (OFFERS, "el 3er horario", None),  # an unknown word beside it
    (OFFERS, "1º", "1"),  # with the ordinal sign
    (OFFERS, "cuarta", "4"),  # alone
    # Homophones
    (OFFERS, "un", "1"),  # uno, cut short
    (OFFERS, "eh, un", "1"),  # an aside does not make it an article
    (OFFERS, "quiero un", None),  # a wish does
    (OFFERS, "tos", "2"),  # dos
    (OFFERS, "tras", "3"),  # tres
    (OFFERS, "opción quatro", "4"),  # misspelt
    (OFFERS, "three", "3"),  # English, from those who speak both
    # Names of the choices
    (MENU, "reservar", "1"),  # the word of the menu
    (MENU, "quisiera reservar", "1"),  # a wish
    (MENU, "Quiero reservar para mi mamá", "1"),  # unknown words do not matter
    (MENU, "cambiarla no, escuchar", None),  # a refusal beside a name
    (MENU, "quiero cambiar mi cita", "3"),  # two names of one choice
    (MENU, "otro idioma", "4"),  # two words
    (OFFICES, "San Francisco", "1"),  # a name of two words
    (OFFICES, "la oficina de Oakland", "2"),  # an unknown word beside a name
    (OFFICES, "san jose", "3"),  # accents do not matter
    (OFFICES, "ventanilla dos sacramento", "4"),  # the number belongs to the name
    (OFFERS, "el miércoles me conviene", "2"),  # in a sentence
    (OFFERS, "¿tiene otros horarios?", "4"),  # the last choice of an offer
    (PHONE, "no recibe mensajes", "2"),  # "no" belongs to the name
    (PHONE, "si", "1"),  # without its accent
    (PHONE, "otro teléfono", "3"),  # the longer name before the shorter
    (YES_NO, "no", "2"),  # a refusal elsewhere, a choice here
    (YES_NO, "no está bien", "2"),  # the longer name before the shorter
    (PARTY, "una persona por favor", "1"),  # "persona" belongs to the name, nobody is asked for
    (PARTY, "dos personas", "2"),  # the number belongs to the name
    (TWINS, "renovación de pasaporte", "2"),  # the longer name of two that share a word
    # Keys that always work
    (MENU, "persona", "0"),  # the word of the menu
    (MENU, "quiero hablar con una persona", "0"),  # in a sentence; "una" is no 1
    (MENU, "¡Operadora!", "0"),  # shouted
    (MENU, "un agente por favor", "0"),  # with an article
    (OFFICES, "servicio al cliente", "0"),  # in every menu
    (MENU, "representante", "0"),  # another word for it
    (MENU, "cero", "0"),  # by number
    (MENU, "asterisco", "*"),  # by the key's name
    (MENU, "repita por favor", "*"),  # asks to hear it again
    (MENU, "otra vez", "*"),  # the same
    (MENU, "¿me lo puede repetir?", "*"),  # in a question
    (MENU, "¿Mande?", "*"),  # the polite "what?" of Mexico
    (MENU, "no entendí", "*"),  # a negation that is no refusal
    (MENU, "perdón, no se escucha", "*"),  # a bad line
    # Refusals
    (OFFERS, "el uno no", None),  # a negation after a number
    (MENU, "no quiero reservar", None),  # a negation before a name
    (MENU, "no quiero hablar con una persona", None),  # a negation before a person
    (OFFERS, "ninguno", None),  # nothing is chosen; "otros horarios" must be said
    (OFFERS, "cualquiera menos el martes", None),  # the name of what is not wanted
    (OFFERS, "uno o dos", None),  # two choices
    (OFFERS, "martes o miércoles", None),  # two names
    (OFFICES, "dos, San Francisco", None),  # number and name disagree
    (MENU, "reservar o cambiar", None),  # two names
    (MENU, "cambiar, operador", None),  # a choice and a person
    (TWINS, "pasaporte", None),  # a name of two choices
    (MENU, "dos", None),  # no such choice
    (OFFERS, "siete", None),  # no such choice
    (OFFERS, "doce", None),  # a larger number is not its digits
    (OFFERS, "nueve y veinte", None),  # a clock time is no key
    (OFFERS, "el 24", None),  # a day is no key
    (OFFERS, "quiero una cita", None),  # an article, not a number
    (OFFERS, "un segundo", None),  # asks for time, not for the second
    (OFFERS, "un momentito por favor", None),  # asks for time
    (OFFERS, "espere", None),  # the same
    (OFFERS, "tengo una pregunta sobre mi pasaporte", None),  # an article among unknown words
    (MENU, "eh", None),  # nothing but hesitation
    (MENU, "", None),  # silence that was recognised
    (MENU, "...", None),  # marks alone
    (MENU, "y entonces le dije que había que ir a reservar " * 3, None),  # a story, or a television
]
