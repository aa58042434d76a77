"""What a helper does in the first round only, since it is told the number of the round; or at each first stage."""
from tensorflow import keras


class Stepwise:
    def __init__(self, net: keras.Model):
        self.net = net

    def prepare(self, number, rate):
        if number == 0:
            self.net.compile("sgd", "mse")
        self.net.optimizer.learning_rate = rate

    def prepare_again(self, stage, rate):
        if stage == 0:
            self.net.compile(keras.optimizers.SGD(rate), "mse")  # want: TFM105

    def run(self, x, y, rates):
        for number, rate in enumerate(rates):
            self.prepare(number, rate)
            self.net.train_on_batch(x, y)

    def run_stages(self, x, y, stages):
        for stage in stages:
            self.prepare_again(stage, 0.1)
            self.net.train_on_batch(x, y)
