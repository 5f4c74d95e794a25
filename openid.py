"""The institution's own sign-in by OpenID Connect: code flow with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1).

Only who somebody is comes from there: the `sub` of a token that it signed for us, for this very try. Who may come in,
and as what, stands in `agents`.
"""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any, Final

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from desk.elsewhere import Begun, ElsewhereAway, ElsewhereRefused

WAITS_S: Final = 5
KNOWN_S: Final = 3600
"""So long its addresses and keys are believed."""

RENEWED_S: Final = 60
"""A key that is not known has them read anew, but not more often than this: anybody can name one."""

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
"""Signatures by a key that only the provider has; never `none`, never by the secret that we share."""

SLACK_S: Final = 60


class OpenId:
    """One provider, whose addresses and keys are read when they are first needed."""

    def __init__(self, issuer: str, client: str, secret: str, back: str) -> None:
        """`back`: where it sends browsers to, as it is registered there."""
        self._issuer, self._client, self._secret, self._back = issuer, client, secret, back
        self._known: tuple[float, dict[str, Any], KeySet] | None = None
        self._reading = threading.Lock()

    def begin(self) -> tuple[str, Begun]:
        """Where to send the browser, and what to hold the answer against. Raises ElsewhereAway."""
        begun = Begun(*(secrets.token_urlsafe(48) for _ in range(3)))
        addresses, _ = self._provider(KNOWN_S)
        with self._session() as session:
            address, _ = session.create_authorization_url(
                addresses["authorization_endpoint"], state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
        return str(address), begun

    def finish(self, begun: Begun, code: str, issuer: str | None) -> str:
        """The subject of the token that the code is good for. Raises ElsewhereAway or ElsewhereRefused.

        `issuer`: whom the answer said it was from, if it did (RFC 9207).
        """
        if issuer not in (None, self._issuer):
            raise ElsewhereRefused("from another issuer")
        token = self._token(code, begun.verifier)
        try:
            return self._subject(token, begun.nonce)
        except (JoseError, AuthlibBaseError, ValueError) as fault:
            raise ElsewhereRefused(type(fault).__name__) from None  # its text may hold the token

    def _token(self, code: str, verifier: str) -> dict[str, Any]:
        addresses, _ = self._provider(KNOWN_S)
        try:
            with self._session() as session:
                token: dict[str, Any] = session.fetch_token(
                    addresses["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier,
                    redirect_uri=self._back, timeout=WAITS_S,
                )  # fmt: skip
        except (requests.RequestException, ValueError) as fault:
            raise ElsewhereAway(type(fault).__name__) from None
        except AuthlibBaseError as fault:
            raise ElsewhereRefused(type(fault).__name__) from None
        return token

    def _subject(self, token: dict[str, Any], nonce: str) -> str:
        signed = str(token.get("id_token", ""))
        try:
            read = self._open(signed, KNOWN_S)
        except JoseError:
            read = self._open(signed, RENEWED_S)
        asked = {
            "iss": {"essential": True, "values": [self._issuer]},
            "aud": {"essential": True, "value": self._client},
        }
        about = {"nonce": nonce, "client_id": self._client, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, asked, about)
        claims.validate(leeway=SLACK_S)
        return str(claims["sub"])

    def _open(self, signed: str, known_s: float) -> jwt.Token:
        _, keys = self._provider(known_s)
        return jwt.decode(signed, keys, registry=JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False))

    def _provider(self, known_s: float) -> tuple[dict[str, Any], KeySet]:
        """Its addresses and keys, no older than this."""
        with self._reading:
            if self._known is None or time.monotonic() - self._known[0] > known_s:
                self._known = time.monotonic(), *self._read()
            return self._known[1:]

    def _read(self) -> tuple[dict[str, Any], KeySet]:
        try:
            with requests.Session() as session:
                where = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
                addresses = session.get(where, timeout=WAITS_S).json()
                keys = session.get(addresses["jwks_uri"], timeout=WAITS_S).json()
            if addresses["issuer"] != self._issuer:
                raise ElsewhereAway("it calls itself by another name")
            return addresses, KeySet.import_key_set(keys)
        except (requests.RequestException, ValueError, KeyError, TypeError, JoseError) as fault:
            raise ElsewhereAway(type(fault).__name__) from None

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self._client, self._secret, scope="openid", redirect_uri=self._back, code_challenge_method="S256"
        )
