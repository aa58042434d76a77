import keras


def build(count=1):
    for _ in range(count):
        net = keras.Sequential([keras.layers.Dense(1)])  # wrong: TFM103
        print(net.count_params())


build()
