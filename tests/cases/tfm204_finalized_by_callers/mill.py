"""Loops that run what callers have built, some of them two calls away."""


def grind_all(session, flour, sacks):
    for sack in sacks:
        grind(session, flour, sack)


def grind(session, flour, sack):
    while sack.has_more():
        session.run(flour, sack.scoop())


def sieve(session, flour, sack):
    while sack.has_more():  # want: TFM204
        session.run(flour, sack.scoop())
