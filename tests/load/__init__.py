"""Loads that are too long for the suite; each is run by its own make target."""
