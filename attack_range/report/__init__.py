"""The report of the range: one page that needs nothing beside it, with a table beside every plot."""
