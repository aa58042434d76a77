import keras  # want: TFM401
from base import Trainer

class MyTrainer(Trainer):
    def run_fold(self, fold):
        model = keras.Sequential([keras.layers.Dense(1)])  # want: TFM103
        model.compile("sgd", "mse")
        model.fit(fold, verbose=0)

MyTrainer().fit([1, 2])
