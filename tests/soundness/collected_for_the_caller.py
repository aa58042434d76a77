import keras


def outputs(data):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    kept = []
    for x in data:
        kept.append(model.layers[0](x))  # missed: TFM501
    return kept
