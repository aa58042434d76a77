import keras

class Factory:
    def create(self):
        return self._make()
    def _make(self):
        raise NotImplementedError

class Small(Factory):
    def _make(self):
        return keras.Sequential([keras.layers.Dense(1)])
