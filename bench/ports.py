"""Ports for servers that are started a little later: where the kernel lends none meanwhile."""

from __future__ import annotations

import random
import socket

OURS = range(12_000, 32_000, 2)
"""Below what Linux (from 32768, ip-sysctl `ip_local_port_range`) and RFC 6335 §6 (from 49152) lend to outgoing
connections. A port of that range can be lent to anybody between its choice and the server's start, or while the server
is killed and started again: a run of the whole suite failed on it."""


def free_pair() -> int:
    """A free port with a free one above it: web and exchange."""
    while True:
        port = random.choice(OURS)
        try:
            with socket.create_server(("127.0.0.1", port)), socket.create_server(("127.0.0.1", port + 1)):
                return port
        except OSError:
            continue
