"""A class method builds the model that its object keeps."""
from tensorflow import keras
class Net:
    def __init__(self, model):
        self.model = model
    @classmethod
    def create(cls, w):
        return cls(keras.Sequential([keras.layers.Dense(w)]))
    @staticmethod
    def raw(w):
        return keras.Sequential([keras.layers.Dense(w)])
def go(ws):
    for w in ws:
        n = Net.create(w)  # want: TFM103
        print(n.model.count_params())
        print(Net.raw(w).count_params())  # want: TFM103
