"""The attack range: the real line against honest callers and attackers, days of it in minutes."""
