"""A property that builds a model is read in a loop."""
from tensorflow import keras
class Zoo:
    def __init__(self, w):
        self.w = w
    @property
    def model(self):
        return keras.Sequential([keras.layers.Dense(self.w)])  # want: TFM103
def go(zoo, xs):
    z = Zoo(3)
    for x in xs:
        print(z.model.predict(x))  # want: TFM102
