"""Processes that are given a model, by their arguments."""

import concurrent.futures
import multiprocessing

import tensorflow as tf


def built():
    net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
    net.compile("sgd", "mse")
    return net


def played(job):
    player, board = job
    return player.predict_on_batch(board)


def named(job):
    name, board = job
    return name, board.sum()


def tournament(boards):
    player = built()
    with concurrent.futures.ProcessPoolExecutor(4) as pool:  # want: TFM407
        return list(pool.map(played, [(player, board) for board in boards]))


def names(boards):
    player = built()
    with concurrent.futures.ProcessPoolExecutor(4) as pool:
        return list(pool.map(named, [(player.name, board) for board in boards]))


def match(board):
    player = built()
    child = multiprocessing.Process(target=played, args=((player, board),))  # want: TFM407
    child.start()
    child.join()


def count(board):
    player = built()
    child = multiprocessing.Process(target=named, args=(player.count_params(), board))
    child.start()
    child.join()
