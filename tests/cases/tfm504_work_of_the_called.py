"""A new variable for each round of a loop that works with others two calls below; and variables that are made only."""
import tensorflow as tf


class Game:
    def __init__(self, players):
        self.players = [tf.Variable(tf.zeros((4,))) for _ in range(players)]
        self.means = []

    def play(self, player, card):
        player.assign_add(card)

    def deal(self, cards):
        for player, card in zip(self.players, cards):
            self.play(player, card)

    def turn(self, cards):
        self.deal(cards)
        mean = tf.Variable(tf.add_n(self.players))  # want: TFM504
        self.means.append(mean)


def evening(game: Game, draw, turns):
    for number in range(turns):
        game.turn(draw(number))


class Grid:
    def __init__(self):
        self.cells = []

    def row(self, width):
        self.cells.append(tf.Variable(tf.zeros((width,))))


def grid(rows):
    made = Grid()
    for width in rows:
        made.row(width)
    return made
