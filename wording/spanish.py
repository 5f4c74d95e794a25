"""Spanish but for its phrases: how it says dates and times, and what its speakers say and type.

It is the Spanish of public institutions in the United States: usted, words of all Latin America, month before day in
figures because the keypad asks for it so.
"""

from datetime import time
from typing import Final

from wording.moments import Clock, Form
from wording.speech import SpokenWords
from wording.typed import TypedWords, Wish
from wording.words import table, words_of

# The article goes with the hour: "la 1:20", "las 2:20". Phrases say "a {clock}" and "hasta {clock}", which suit both.
EAR: Final = Form(
    locale="es_US",
    day="EEEE d 'de' MMMM",
    date="d 'de' MMMM 'de' y",
    day_unknown="MMMM 'de' y', día desconocido'",
    month_unknown="'día y mes desconocidos, 'y",
    moment="{day}, a {clock}",
    clock=Clock(
        full_hours="h",
        minutes="h:mm",
        parts=(
            (time(0), "las {clock} de la madrugada"),
            (time(1), "la {clock} de la madrugada"),
            (time(2), "las {clock} de la madrugada"),
            (time(6), "las {clock} de la mañana"),
            (time(12), "las {clock} de la tarde"),
            (time(13), "la {clock} de la tarde"),
            (time(14), "las {clock} de la tarde"),
            (time(19), "las {clock} de la noche"),
        ),
        named={time(0): "la medianoche", time(12): "las 12 del mediodía"},
    ),
    about="cerca de {duration}",
    units="long",
    plus="más",
    first="'primero'",
)

PRINT: Final = Form(
    locale="es_US",
    day="EEE d MMM",
    date="d MMM y",
    day_unknown="MMM y', día desconocido'",
    month_unknown="'día y mes desconocidos, 'y",
    moment="{day} a {clock}",
    clock=Clock(
        full_hours="h",
        minutes="h:mm",
        parts=(
            (time(0), "las {clock} am"),
            (time(1), "la {clock} am"),
            (time(2), "las {clock} am"),
            (time(12), "las {clock} pm"),
            (time(13), "la {clock} pm"),
            (time(14), "las {clock} pm"),
        ),
        named={time(0): "la medianoche", time(12): "las 12 del mediodía"},
    ),
    about="cerca de {duration}",
    units="long",  # CLDR's short hour is "1 horas"
    plus="+",
    told_apart="{clock} ({zone})",
)

_NUMBERS: Final = {
    "0": ("0", "cero"),
    "1": ("1", "uno", "una", "primero", "primera", "primer", "1ro", "1ra", "1er", "1o", "1a"),
    "2": ("2", "dos", "segundo", "segunda", "2do", "2da", "2o", "2a"),
    "3": ("3", "tres", "tercero", "tercera", "tercer", "3ro", "3ra", "3er", "3o", "3a"),
    "4": ("4", "cuatro", "cuarto", "cuarta", "4to", "4ta", "4o", "4a"),
    "5": ("5", "cinco", "quinto", "quinta", "5to", "5ta", "5o", "5a"),
    "6": ("6", "seis", "sexto", "sexta", "6to", "6ta", "6o", "6a"),
    "7": ("7", "siete", "séptimo", "séptima", "sétimo", "sétima", "7mo", "7ma", "7o", "7a"),
    "8": ("8", "ocho", "octavo", "octava", "8vo", "8va", "8o", "8a"),
    "9": ("9", "nueve", "noveno", "novena", "9no", "9na", "9o", "9a"),
}

_ASIDES: Final = (
    "eh em este mm mmm ah oh ay bueno pues entonces ok okay por favor gracias hola perdón perdone disculpe sí ya oiga "
    "mire señor señora señorita solo mejor el la lo opción número tecla botón oprimo oprimir oprima presiono presione "
    "marco marque elijo elegir escojo escoger selecciono respondo respuesta"
)

HEARD: Final = SpokenWords(
    numbers=table({word: key for key, words in _NUMBERS.items() for word in words}),
    # "Un" alone is a 1, before a noun an article. The English words are those of callers who speak both.
    homophones={"un": "1", "huno": "1", "one": "1", "doz": "2", "tos": "2", "two": "2", "tras": "3",
                "trez": "3", "three": "3", "cuatros": "4", "quatro": "4", "cuadro": "4", "four": "4", "sinco": "5",
                "seiz": "6", "ocho": "8", "hocho": "8", "nuebe": "9", "sero": "0", "cerro": "0"},
    asides=frozenset(words_of(_ASIDES)),
    fillers=frozenset(
        words_of(
            "yo me mi a al con de del en es esa ese que para los las un quiero quisiera querría gustaría "
            "prefiero puedo podría podemos puede dame deme denme dar doy tomo tomar tome quedo necesito creo digo "
            "sería seria será sea ser va voy vamos hacer tener escuchar"
        )
    ),
    refusals=table(
        dict.fromkeys(
            (
                "no", "nunca", "jamás", "nada", "nadie", "ninguno", "ninguna", "ningún", "tampoco", "ni", "sin",
                "excepto", "menos", "salvo", "en vez de", "en lugar de", "espere", "espera", "espéreme", "un segundo",
                "un segundito", "un momento", "un momentito", "un minuto", "un minutito", "un ratito", "momento",
                "momentito",
            ),
            "",
        )
    ),
    always=table(
        dict.fromkeys(
            (
                "persona", "una persona", "persona real", "una persona real", "ser humano", "humano", "agente",
                "operador", "operadora", "representante", "recepcionista", "alguien", "empleado", "empleada", "asesor",
                "asesora", "servicio al cliente", "atención al cliente",
            ),
            "0",
        )
        | dict.fromkeys(
            (
                "asterisco", "estrella", "repetir", "repita", "repite", "repítalo", "repítame", "otra vez", "de nuevo",
                "nuevamente", "una vez más", "mande", "cómo dijo", "cómo dice", "qué dijo", "qué dice", "no entendí",
                "no entiendo", "no le entendí", "no le entiendo", "no te entendí", "no comprendí", "no comprendo",
                "no oí", "no oigo", "no le oigo", "no se oye", "no escuché", "no escucho", "no le escucho",
                "no se escucha",
            ),
            "*",
        )
    ),
)  # fmt: skip

_WISHES: Final[dict[Wish, tuple[str, ...]]] = {
    "book": (
        "reservar", "agendar", "hacer una cita", "hacer cita", "sacar una cita", "sacar cita", "pedir una cita",
        "pedir cita", "programar una cita", "solicitar una cita", "cita nueva", "nueva cita", "otra cita",
        "necesito una cita", "necesito cita", "quiero una cita", "quiero cita", "quisiera una cita",
        "hacer una reserva", "nueva reserva",
    ),
    "change": (
        "cambiar", "cambiarla", "cambiarlo", "cambie", "cambio", "mover", "moverla", "reprogramar", "reprogramarla",
        "reagendar", "posponer", "aplazar", "otro día", "otra fecha", "otra hora", "otro horario", "más tarde",
        "más temprano",
    ),
    "hear": (
        "cuándo es mi", "cuándo era mi", "cuándo tengo", "a qué hora es mi", "a qué hora tengo", "qué hora es mi",
        "qué día es mi", "qué día tengo", "dónde es mi", "dónde tengo", "ver mi", "consultar mi", "revisar mi",
        "recuérdeme", "recuérdame", "para cuándo es mi",
    ),
    "give_up": (
        "cancelar", "cancelarla", "cancelarlo", "cancele", "cancela", "cancelen", "cancelo", "anular", "anularla",
        "renunciar", "dejar mi cita", "no puedo ir", "no puedo asistir", "no puedo llegar", "no puedo venir",
        "no voy a ir", "no voy a poder", "no podré ir", "no podré asistir", "no iré", "no asistiré", "no necesito",
        "no la necesito", "no lo necesito",
    ),
    "person": (
        "persona", "humano", "agente", "operador", "operadora", "representante", "alguien", "llámeme", "llámenme",
        "llámame", "me llame", "me llamen", "hablar con",
    ),
    "wait": (
        "lista de espera", "en la lista", "avíseme", "avísame", "avísenme",
    ),
    "leave": (
        "salir de la lista", "salir de la lista de espera", "dejar la lista", "dejar la lista de espera",
        "quitarme de la lista", "sáqueme de la lista", "fuera de la lista", "no esperar más",
    ),
    "bring": (
        "qué llevo", "qué llevar", "qué traer", "qué traigo", "debo llevar", "debo traer", "tengo que llevar",
        "tengo que traer", "qué documentos", "qué papeles",
    ),
    "check_in": ("código de llegada", "código para la ventanilla"),
    "help": (
        "ayuda", "ayúdeme", "ayúdenme", "ayúdame", "cómo funciona", "qué puedo hacer", "qué hago", "instrucciones",
    ),
}  # fmt: skip

_ALONE: Final[dict[Wish, tuple[str, ...]]] = {
    "book": ("cita", "una cita", "citas", "reserva", "una reserva", "reservación"),
    "hear": (
        "mi cita", "mi reserva", "mi reservación", "tengo cita", "tengo una cita", "estado", "cuándo", "a qué hora",
        "qué hora", "dónde", "escuchar", "consultar", "revisar", "ver",
    ),
    "wait": ("esperar", "antes", "más pronto", "algo antes"),
    "leave": ("salir",),
    "bring": ("traer", "llevar", "documentos", "papeles"),
    "check_in": ("llegada",),
    "check": ("comprobar", "verificar"),
    "report": ("denunciar", "denuncia", "reportar"),
    "help": ("información", "qué", "cómo", "menú", "opciones", "comandos", "más"),
}  # fmt: skip

_MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip

TYPED: Final = TypedWords(
    wishes=table({phrase: wish for wish, phrases in _WISHES.items() for phrase in phrases}),
    alone=table({phrase: wish for wish, phrases in _ALONE.items() for phrase in phrases}),
    asides=frozenset(words_of(_ASIDES + " de del para en los las es")),
    refusals=table(dict.fromkeys(("no", "nunca", "jamás", "nada", "nadie", "ni", "tampoco", "sin"), "")),
    months={name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))}
    | {"sept": 9, "set": 9, "setiembre": 9},
    checks=frozenset({"comprobar", "verificar"}),
    in_dates={"de": " ", "del": " ", "ro": " ", "er": " ", "o": " ", "primero": "1"},
)
