"""The telephone's provider: its webhooks read, its documents written, its interface called. No other room knows it."""
