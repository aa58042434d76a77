import keras


class Words:
    def __init__(self, path):
        self.net = keras.models.load_model(path)

    def of(self, waves):
        return self.net.predict(waves, verbose=0).argmax(-1)
