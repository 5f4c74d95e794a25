"""The figures: what the line is measured by, each a command. See README.md."""
