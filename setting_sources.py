"""Where settings come from: variables, files they name, the checkout's `.env`, a secret made at first start."""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from setting_rules import CHECKOUT, SettingsWrong, is_simulated


def read(environ: Mapping[str, str], names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values of `names`, each from its variable or the file that `NAME_FILE` names, and the faults by name."""
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name in names:
        value, path = environ.get(name, ""), environ.get(f"{name}_FILE", "")
        if value and path:
            faults[name] = f"is set together with {name}_FILE; keep one"
        elif path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                faults[name] = f"the file that {name}_FILE names cannot be read"
        if value:
            values[name] = value
    return values, faults


def environment(environ: Mapping[str, str] = os.environ, checkout: Path = CHECKOUT) -> dict[str, str]:
    """`environ` over the checkout's `.env`, and with simulated telephony a root secret of its own in FAIRLINE_VAR.

    Raises `SettingsWrong` if `.env` or the secret cannot be read or made.
    """
    try:
        whole = {**_env_file(checkout / ".env"), **environ}
        if is_simulated(whole) and not (whole.get("SECRET_KEY") or whole.get("SECRET_KEY_FILE")):
            whole["SECRET_KEY"] = _own_secret(checkout / (whole.get("FAIRLINE_VAR") or "var") / "secret_key")
    except OSError as trouble:
        raise SettingsWrong([f"{trouble.filename}: {trouble.strerror}"]) from trouble
    return whole


def _env_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.removeprefix("export ").partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): _unquoted(value.strip()) for name, _, value in pairs}


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _own_secret(path: Path) -> str:
    """The secret in `path`, made at first use; two starts at once agree, for only one can link the name."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
