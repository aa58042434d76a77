import keras


def plain():
    return None


def fancy():
    return keras.Sequential([keras.layers.Dense(1)])


class Search:
    build = staticmethod(plain)


setattr(Search, "build", staticmethod(fancy))


def sweep(x, count):
    for _ in range(count):
        net = Search.build()  # missed: TFM103
        print(net.predict_on_batch(x))
