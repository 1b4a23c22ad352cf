"""Actors: the registries of armed organisations and of security services."""
