"""The dialogue by voice: hear, do, say. Pure but for turn.py."""
