"""Brings a player and a game together."""

from agent import Player  # want: TFM401
from game import Game
from other import Other

if __name__ == "__main__":
    game = Game(Player(8), 8)
    print(game.play(200), game.summary())
    print(Other(8).rate([[0.0] * 8]))
