import keras


def trials(x, seeds):
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        net = keras.Sequential([keras.layers.Dense(1)])  # wrong: TFM103
        print(net.predict_on_batch(x))
