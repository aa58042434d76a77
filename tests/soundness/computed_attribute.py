import keras


class Zoo:
    def build_small(self):
        return keras.Sequential([keras.layers.Dense(1)])


def sweep(x, sizes):
    zoo = Zoo()
    for size in sizes:
        net = getattr(zoo, f"build_{size}")()  # missed: TFM103
        print(net.predict_on_batch(x))
