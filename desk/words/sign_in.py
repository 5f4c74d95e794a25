"""Signing in, and setting it up with an invitation."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "sign_in.title": ("Sign in", "Iniciar sesión"),
    "sign_in.login": ("Sign-in name", "Nombre de usuario"),
    "sign_in.password": ("Password", "Contraseña"),
    "sign_in.digits": ("Six digits from your authenticator", "Seis dígitos de su autenticador"),
    "sign_in.do": ("Sign in", "Entrar"),
    "sign_in.refused": (
        "Name, password or digits are wrong. Digits work once: wait for the next ones. After several wrong tries, "
        "wait up to an hour.",
        "El nombre, la contraseña o los dígitos no son correctos. Los dígitos sirven una vez: espere los siguientes. "
        "Después de varios errores, espere hasta una hora."),
    "sign_in.invited": ("I have an invitation", "Tengo una invitación"),
    "sign_in.elsewhere": ("Sign in with the institution's account", "Entrar con la cuenta de la institución"),
    "sign_in.elsewhere_refused": (
        "The institution's sign-in did not let you in, or nobody here is bound to that account. Ask a supervisor.",
        "La cuenta de la institución no permitió entrar, o nadie aquí está unido a ella. Pregunte a un supervisor."),
    "sign_in.elsewhere_away": (
        "The institution's sign-in does not answer. Try again in a minute.",
        "El inicio de sesión de la institución no responde. Inténtelo en un minuto."),
    "sign_in.back": ("You have signed in", "Ha iniciado sesión"),
    "sign_in.go_on": ("Continue to the desk", "Seguir al mostrador"),
    "invitation.title": ("Set up your sign-in", "Prepare su acceso"),
    "invitation.code": ("Invitation code", "Código de invitación"),
    "invitation.code_hint": ("Sixteen letters and digits, as 7KQ2-M4XT-90RB-C3HE.",
                             "Dieciséis letras y números, como 7KQ2-M4XT-90RB-C3HE."),
    "invitation.open": ("Continue", "Continuar"),
    "invitation.none": ("This invitation is used, over or mistyped. Ask a supervisor for a new one.",
                        "Esta invitación ya se usó, venció o está mal escrita. Pida otra a un supervisor."),
    "invitation.for": ("For {name}. Your sign-in name is {login}.", "Para {name}. Su nombre de usuario es {login}."),
    "invitation.password": ("New password", "Contraseña nueva"),
    "invitation.password_hint": ("At least 8 characters, any kind. Several words are easier to remember.",
                                 "Al menos 8 caracteres, de cualquier tipo. Varias palabras se recuerdan mejor."),
    "invitation.short": ("The password must have at least 8 characters.",
                         "La contraseña debe tener al menos 8 caracteres."),
    "invitation.long": ("The password may have at most 256 characters.",
                        "La contraseña puede tener 256 caracteres como máximo."),
    "invitation.known": ("That password is among the first that anybody tries. Choose another.",
                         "Esa contraseña es de las primeras que se prueban. Elija otra."),
    "invitation.named": ("The password consists of your name or the institution's. Choose another.",
                         "La contraseña consta de su nombre o del de la institución. Elija otra."),
    "invitation.scan": ("Read this picture with an authenticator app. It then shows six digits, new every half minute.",
                        "Lea esta imagen con una aplicación de autenticación. Mostrará seis dígitos, nuevos cada "
                        "medio minuto."),
    "invitation.picture": ("QR code with the secret below", "Código QR con el secreto de abajo"),
    "invitation.secret": ("Or type this secret there:", "O escriba allí este secreto:"),
    "invitation.wrong": ("These digits are not the ones it shows now. Type the newest.",
                         "Esos dígitos no son los que muestra ahora. Escriba los más nuevos."),
    "invitation.do": ("Set up and sign in", "Preparar y entrar"),
}  # fmt: skip
