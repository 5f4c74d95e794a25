"""Ports for servers that are started later are ones the kernel does not lend out meanwhile."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bench.ports import OURS, free_pair

LENT = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.skipif(not LENT.exists(), reason="only Linux says what it lends")
def test_the_kernel_lends_none_of_them() -> None:
    """No outgoing connection gets one of our ports between choosing and binding it."""
    first = int(LENT.read_text().split()[0])
    assert max(OURS) + 1 < first


def test_a_taken_one_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pair of which the second is taken is passed over."""
    port = free_pair()
    monkeypatch.setattr("bench.ports.OURS", range(port, port + 4, 2))
    with socket.create_server(("127.0.0.1", port + 1)):
        assert {free_pair() for _ in range(20)} == {port + 2}
