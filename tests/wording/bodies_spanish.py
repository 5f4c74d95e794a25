"""What people type in a text in Spanish, and what it asks for; why stands at the end of each line."""

from wording.typed import Wish

DATES: list[tuple[str, tuple[int, int, int] | None]] = [
    ("03041985", (3, 4, 1985)),  # as asked for
    ("3/4/1985", (3, 4, 1985)),  # month before day, as asked for
    ("4 de marzo de 1985", (3, 4, 1985)),  # as it is said
    ("4 de Marzo del 1985", (3, 4, 1985)),  # with a capital and an article
    ("el 4 de marzo, 1985", (3, 4, 1985)),  # with a comma
    ("nací el 4 de marzo de 1985.", (3, 4, 1985)),  # in a sentence
    ("4 marzo 1985", (3, 4, 1985)),  # in short
    ("4 mar. 1985", (3, 4, 1985)),  # with the month's short name
    ("marzo 4, 1985", (3, 4, 1985)),  # in the order of English
    ("marzo 4 de 1985", (3, 4, 1985)),  # the same, as it is said
    ("1 de enero de 2001", (1, 1, 2001)),  # the first
    ("primero de enero de 2001", (1, 1, 2001)),  # the first by name
    ("1ro de enero de 2001", (1, 1, 2001)),  # the first in letters
    ("1º de enero de 2001", (1, 1, 2001)),  # the first with its sign
    ("9 de setiembre de 1950", (9, 9, 1950)),  # as Peru and Uruguay write it
    ("9 sept 1950", (9, 9, 1950)),  # its short name
    ("29 de febrero de 1984", (2, 29, 1984)),  # a leap day
    ("4/3/1985, o sea 3 de abril de 1985", (4, 3, 1985)),  # the same twice
    ("3 de 4 de 1985", None),  # the fourth month, or the fourth day?
    ("29 de febrero de 1985", None),  # no leap year
    ("31 de abril de 1985", None),  # no such day
    ("4 de marzo de 85", None),  # 1985 is a guess
    ("4 de marzo", None),  # no year
    ("4 de brumario de 1985", None),  # no such month
    ("March 4, 1985", None),  # another language's month
    ("4 de marzo de 1985 y 5 de mayo de 1987", None),  # two dates
]

WISHES: list[tuple[str, Wish | None]] = [
    # Bare digits
    ("1", "book"),  # as documented
    ("sí 1", "book"),  # with an aside
    ("si, 1 por favor", "book"),  # without its accent, politely
    ("la opción 2", "change"),  # as menus name it
    ("el 3", "hear"),  # with an article
    ("ok 9", "give_up"),  # with an aside
    # Help
    ("Ayuda", "help"),  # the word
    ("¿Qué llevo?", "bring"),  # asks in words
    ("qué documentos necesito", "bring"),  # the same by another word
    ("perdí mi código de llegada", "check_in"),  # in a sentence
    ("¿?", "help"),  # a question without words
    ("¿Cómo funciona?", "help"),  # asks in words
    ("menú", "help"),  # asks what there is
    ("necesito ayuda", "help"),  # in a sentence
    # Plain words
    ("Reservar", "book"),  # the word
    ("quiero una cita", "book"),  # in a sentence
    ("Buenos días, necesito una cita para mi hijo", "book"),  # politely
    ("sacar cita", "book"),  # as Mexico says it
    ("cita", "book"),  # alone
    ("CAMBIAR", "change"),  # capitals
    ("quiero cambiar mi cita", "change"),  # in a sentence
    ("¿la puedo mover para otro día?", "change"),  # two words for one wish
    ("tengo una cita y quiero cambiarla", "change"),  # what is wanted comes last
    ("reprogramar", "change"),  # another word
    ("¿Cuándo es mi cita?", "hear"),  # a question
    ("cuando es mi cita", "hear"),  # as phones are typed on
    ("a que hora es mi cita", "hear"),  # the same
    ("¿Tengo cita?", "hear"),  # a question
    ("mi cita", "hear"),  # alone, it asks what is booked
    ("cancelar mi cita", "give_up"),  # not the provider's word, which is English
    ("cancelar", "give_up"),  # alone
    ("Por favor cancele mi reserva", "give_up"),  # politely
    ("no puedo ir", "give_up"),  # a negation that is the wish
    ("ya no la necesito", "give_up"),  # the same
    ("persona", "person"),  # the word
    ("quiero hablar con alguien", "person"),  # in a sentence
    ("llámenme por favor", "person"),  # asks for a call
    # Codes and dates
    ("mi código es 482 913", "code"),  # in a sentence
    ("sí 482913", "code"),  # with an aside
    ("4 de marzo de 1985", "date"),  # a date
    ("no sé el día, 03/00/1985", "date"),  # a negation about something else
    # The provider's words
    ("STOP", "provider"),  # opt-out, in any language
    ("cancel", "provider"),  # the English word alone
    # Refused
    ("sí", None),  # to what?
    ("si", None),  # the same, without its accent
    ("no", None),  # to what?
    ("no quiero cancelar", None),  # a negation
    ("yo no pedí este código 482913", None),  # confirms nothing
    ("cancelar, mi código era 482913", None),  # a code beside another wish confirms nothing
    ("reservar o cancelar?", None),  # two wishes
    ("hola", None),  # nothing asked
    ("gracias", None),  # nothing asked
    ("recitar", None),  # a word inside a word
]
