"""A small provider of OpenID Connect, over real HTTP on loopback: it checks what it is asked, and lies when told."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT, SECRET = "fairline-desk", "a secret of thirty-two characters"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Provider:
    """Its keys, who is signed in there, and what is wrong with its tokens."""

    address: str = ""
    subject: str = "u-17"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs: RSAKey | OctKey | None = None
    """Another key than the one it shows."""
    algorithm: str = "RS256"
    claims: dict[str, Any] = field(default_factory=dict)
    """In the place of what is right."""
    refuses: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, asked: dict[str, str]) -> str:
        """The signed token for a code."""
        now = int(time.time())
        claims = {"iss": self.address, "sub": self.subject, "aud": CLIENT, "exp": now + 300, "iat": now,
                  "nonce": asked["nonce"]} | self.claims  # fmt: skip
        key = self.signs or self.key
        registry = JWSRegistry(algorithms=[self.algorithm])
        return jwt.encode({"alg": self.algorithm, "kid": str(key.kid or "one")}, claims, key, registry=registry)


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, on a port of its own."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, _application(provider), threaded=True, request_handler=_Quiet)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _application(provider: Provider) -> Flask:
    app = Flask("provider")

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        at = provider.address
        return jsonify(
            issuer=at, authorization_endpoint=f"{at}/authorize", token_endpoint=f"{at}/token", jwks_uri=f"{at}/keys",
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
        )  # fmt: skip

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[provider.key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> ResponseReturnValue:
        asked = request.args.to_dict()
        assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", CLIENT, "openid")
        assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
        if provider.refuses:
            return redirect(f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}")
        code = f"code-{len(provider.codes)}"
        provider.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": provider.address}
        return redirect(f"{asked['redirect_uri']}?{urlencode(back)}")

    @app.post("/token")
    def token() -> ResponseReturnValue:
        form, who = request.form, request.authorization
        asked = provider.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        known = who is not None and (who.username, who.password) == (CLIENT, SECRET)
        if asked is None or not known or challenge.decode() != asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        assert form["redirect_uri"] == asked["redirect_uri"]
        return jsonify(access_token="opaque", token_type="Bearer", id_token=provider.token(asked))

    return app
