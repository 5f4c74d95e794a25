"""Ports for servers that are started later."""

from __future__ import annotations

import socket

import pytest

from bench.ports import free_pair


def test_a_taken_one_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pair of which the second is taken is passed over."""
    port = free_pair()
    monkeypatch.setattr("bench.ports.OURS", range(port, port + 4, 2))
    with socket.create_server(("127.0.0.1", port + 1)):
        assert {free_pair() for _ in range(20)} == {port + 2}
