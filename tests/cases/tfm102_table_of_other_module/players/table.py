"""The players there are, by name."""

PLAYERS = {}


def player(cls):
    PLAYERS[cls.__name__.lower()] = cls
    return cls
