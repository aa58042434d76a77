"""Works with the chosen backend: tf is what every backend means that has it, and trace() may be of any."""

from .backend import backend_name, tf, torch, trace


class Model:
    def __init__(self, net):
        self.net = net

    def predict(self, rows, operator):
        if backend_name != "flow":  # TensorFlow, spelled tensorflow by those who install it
            return operator(self.net(torch.as_tensor(rows)))

        @tf.function  # want: TFM301
        def answer(inputs):
            return operator(self.net(inputs))

        return answer(rows).numpy()

    def predict_quickly(self, rows):
        return trace(self.net)(rows)


def refine(net, operator, rows):
    model = Model(net)
    while model.predict(rows, operator).max() > 0.01:
        rows = model.predict_quickly(rows)
