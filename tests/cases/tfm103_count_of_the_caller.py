"""How many rounds a loop has is said by who calls it."""
import numpy as np
import keras


def network():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])


def _is_reproducible(make, rounds=1):
    wanted = make().get_weights()
    for _ in range(rounds):
        again = make().get_weights()
        if not all(map(np.array_equal, wanted, again)):
            return False
    return True


def _repeat(make, rounds=1):
    for _ in range(rounds):
        model = network()  # want: TFM103
        print(model.count_params(), make)


def repeat(make, rounds=1):
    for _ in range(rounds):
        model = network()  # want: TFM103
        print(model.count_params(), make)


def check():
    print(_is_reproducible(lambda: network()))
    print(_is_reproducible(network, 1))
    _repeat(network)
    _repeat(network, rounds=20)
    repeat(network)
