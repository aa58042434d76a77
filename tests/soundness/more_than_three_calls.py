import keras


def fourth():
    net = keras.Sequential([keras.layers.Dense(1)])  # missed: TFM103
    print(net.count_params())


def third():
    net = keras.Sequential([keras.layers.Dense(2)])  # want: TFM103
    print(net.count_params())
    fourth()


def second():
    third()


def first():
    second()


def main(count):
    for _ in range(count):
        first()
