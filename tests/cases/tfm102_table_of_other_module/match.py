from players import PLAYERS
from players import table as known


def play(game, name):
    one = PLAYERS[name](game.fields)
    while not game.over():
        game.play(one.move(game.board()))


def watch(game):
    one = known.PLAYERS["careful"](game.fields)
    while not game.over():
        game.play(game.first())
        print(one.look(game.board()))
