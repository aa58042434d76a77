import abc

import tensorflow as tf


class Experiment(abc.ABC):
    def run(self, settings):
        results = {}
        for name, setting in settings.items():
            results[name] = self.single(setting)
        return results

    @abc.abstractmethod
    def single(self, setting): ...

    def network(self, units):
        return tf.keras.Sequential([tf.keras.layers.Dense(units)])
