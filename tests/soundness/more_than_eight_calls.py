import keras


def c9():
    net = keras.Sequential([keras.layers.Dense(1)])  # missed: TFM103
    print(net.count_params())


def c8():
    c9()


def c7():
    c8()


def c6():
    c7()


def c5():
    c6()


def c4():
    c5()


def c3():
    c4()


def c2():
    c3()


def c1():
    c2()


def main(count):
    for _ in range(count):
        c1()
