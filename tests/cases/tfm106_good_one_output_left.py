"""A model of several inputs gives way to a view of one: the next time it has no more than one."""

from tensorflow import keras


class Saver(keras.callbacks.Callback):
    def __init__(self, owner):
        super().__init__()
        self.owner = owner

    def on_epoch_end(self, epoch, logs=None):
        if len(self.owner.model.inputs) > 1:
            self.owner.model = keras.Model(inputs=self.model.input[0], outputs=self.model.output[1])
        self.owner.model.save_weights(f"{epoch}.weights.h5")


class Narrow(keras.callbacks.Callback):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def on_epoch_end(self, epoch, logs=None):
        if len(self.net.outputs) >= 2:
            self.net = keras.Model(self.model.input, self.model.outputs[0])
        print(epoch, self.net.count_params())
