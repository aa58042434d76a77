import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential()
    for index in range(hp.Int("layers", 1, 3)):
        model.add(keras.layers.Dense(hp.Int(f"units_{index}", 8, 64)))
    model.compile("adam", "mse")
    return model


def search(x, y):
    tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20)
    tuner.search(x, y, validation_split=0.2)
    return tuner.get_best_hyperparameters()[0]
