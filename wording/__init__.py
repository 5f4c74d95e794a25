"""Words come last: what the line says and texts in each language, and what people say and type to it."""
