"""Passwords of agents: kept as argon2id (RFC 9106), and the ones that are refused (NIST SP 800-63B-4, 3.1.1.2)."""

from __future__ import annotations

import base64
import re
import secrets
import threading
import time
import unicodedata
from collections.abc import Iterable
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 8
"""Characters beside a second factor, which every agent has; alone it would have to be fifteen."""

LONGEST: Final = 256
"""Longer than any passphrase, and no work for us."""

AT_ONCE: Final = 2
"""Passwords a process tries at the same time: each takes 46 MiB and a core for a twentieth of a second."""

A_SECOND: Final = 5.0
BURST: Final = 5
"""So many a process tries at once, and then a second: whoever floods the sign-in takes no core from the callers."""

_KNOWN: Final = frozenset(
    re.findall(
        r"\w+",
        """
        password passwort contrasena contraseña clave secret secreto qwerty qwertz azerty letmein welcome bienvenido
        iloveyou teamo admin administrator login access master monkey dragon football futbol baseball sunshine princess
        princesa superman batman trustno changeme default summer winter spring autumn verano invierno appointment
        appointments cita citas booking agent supervisor clerk auditor telephone telefono passport pasaporte office
        """,
    )
)
_ROWS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop")
_DISGUISES: Final = str.maketrans("@4031!$5", "aaoeiiss")
_RUN: Final = 5
"""Neighbours of a row of keys in a password count as one from here on."""


class Busy(Exception):
    """So many passwords were tried just now that this one was not."""


class Passwords:
    """How passwords are kept. Parameters: OWASP's second choice for argon2id, 55 ms here; tests take less."""

    def __init__(self, memory_kib: int = 47_104, passes: int = 1, a_second: float = A_SECOND) -> None:
        """`memory_kib` for each try and so many passes over it; so many tries a second."""
        self._argon2 = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        salt, tag = (base64.b64encode(secrets.token_bytes(n)).rstrip(b"=").decode() for n in (16, 32))
        self._nobodys = f"$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${tag}"
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._pause, self._next, self._pacing = 1 / a_second, 0.0, threading.Lock()

    def hashed(self, password: str) -> str:
        """What is kept of a password. Takes its time: never within a transaction. Raises Busy."""
        self._admit()
        with self._free:
            return self._argon2.hash(_normal(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Is it the password that was kept? Nobody's takes as long as anybody's. Never within a transaction.

        Raises Busy.
        """
        self._admit()
        with self._free:
            try:
                return self._argon2.verify(kept or self._nobodys, _normal(password[: LONGEST + 1]))
            except (VerificationError, InvalidHashError):
                return False

    def _admit(self) -> None:
        """Nobody waits for their turn: that would take a thread from the callers."""
        with self._pacing:
            now = time.monotonic()
            after = max(self._next, now) + self._pause
            if after - now > BURST * self._pause:
                raise Busy
            self._next = after

    def outdated(self, kept: str) -> bool:
        """Was it kept with other parameters than these?"""
        return self._argon2.check_needs_rehash(kept)


def weakness(password: str, about: Iterable[str]) -> str | None:
    """Why it is refused: short, long, known, or named (after `about`: the person, the institution); None: it is not.

    No rule about kinds of characters: they make passwords harder to remember, not to guess.
    """
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    words = {word for each in about for word in re.findall(r"\w{3,}", each.casefold())}
    spellings = [re.sub(r"[^\w]|_", "", each) for each in (plain.casefold(), plain.casefold().translate(_DISGUISES))]
    if len(set(spellings[0])) < 4 or any(_left(each, _KNOWN) < SHORTEST // 2 for each in spellings):
        return "known"
    return "named" if any(_left(each, words) < SHORTEST // 2 for each in spellings) else None


def _left(letters: str, words: Iterable[str]) -> int:
    """How many letters of a password are left without these words, runs along the keys, and digits at its end."""
    for row in _ROWS:
        for way in (row, row[::-1]):
            for length in range(len(way), _RUN - 1, -1):
                for start in range(len(way) - length + 1):
                    letters = letters.replace(way[start : start + length], "")
    for word in sorted(words, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(re.sub(r"\d{1,4}$", "", letters))


def _normal(password: str) -> str:
    """The same password from every keyboard (NFKC)."""
    return unicodedata.normalize("NFKC", password)
