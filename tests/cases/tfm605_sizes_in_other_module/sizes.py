WORDS = 300_000
WIDTH = 64
FEW = WIDTH // 2


class Grid:
    side = 2048
