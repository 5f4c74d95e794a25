"""The dialogue by text: one clear answer to whatever people type. Pure but for turn.py."""
