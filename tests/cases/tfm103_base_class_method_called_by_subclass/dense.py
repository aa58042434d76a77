from core import Experiment


class Dense(Experiment):
    def single(self, setting):
        net = self.network(setting["units"])  # want: TFM103
        net.compile("sgd", "mse")
        return net.evaluate(setting["x"], setting["y"])


def main(settings):
    return Dense().run(settings)
