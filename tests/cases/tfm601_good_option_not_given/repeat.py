"""Goes on with one search, again and again, without rows to check with."""

from search import ScaledSearch, Search


def run(rows, rounds):
    search = Search(8)
    for _ in range(rounds):
        search.fit(rows)
    scaled = ScaledSearch(8)
    while rounds:
        rounds -= 1
        scaled.fit(rows)
