"""The tests. `./run test` runs them; a folder for each room of the house."""
