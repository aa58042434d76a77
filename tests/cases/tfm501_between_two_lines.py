"""What a name holds between two lines of a round is not what the next round finds in it."""

import numpy as np
import tensorflow as tf


def play(games, policy):
    kept = []
    boards = [game.reset() for game in games]
    while not all(game.done for game in games):
        for board in boards:
            kept.append(board)
        boards = tf.stack(boards)
        moves = policy(boards).numpy()
        boards = [None] * len(games)
        for number, game in enumerate(games):
            boards[number] = game.step(moves[number])
    return kept


def drift(rounds, start):
    seen = []
    place = tf.constant(start)
    while rounds.go_on():
        seen.append(place)  # want: TFM501
        place = np.asarray(place)
        rounds.show(place)
        place = tf.constant(place + rounds.step())
    print(seen[-1].numpy())
