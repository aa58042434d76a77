"""A method that leaves at once when a flag says that its work is done traces once for its object."""
import tensorflow as tf

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)


class Kiln:
    def __init__(self, net):
        self.net = net
        self._drawn = False
        self._asked = False

    def fire(self, batches):
        for batch in batches:
            self._draw()
            self._ask(batch)
            self.net.train_on_batch(batch, batch)

    def _draw(self):
        if self._drawn:
            return

        @tf.function(input_signature=[tf.TensorSpec([1, 3])])
        def forward(row):
            return self.net(row, training=False)

        tf.summary.graph(forward.get_concrete_function().graph)
        self._drawn = True

    def _ask(self, batch):
        if self._asked:
            return
        forward = tf.function(self.net)  # want: TFM301
        if tf.reduce_mean(forward(batch)) > 0.5:
            self._asked = True
