"""The attackers of the range, one a file."""
