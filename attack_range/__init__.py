"""The attack range: who gets the places, honest people or attackers, and what a stolen place costs."""
