import psutil
import tensorflow as tf


class Probe:
    def get_memory_info(self):
        return psutil.Process().memory_info()


def report(device):
    print(Probe().get_memory_info())
    print(tf.config.experimental.get_memory_info(device=device)["peak"])
