"""Work runs in the program or in processes of its own, as is chosen once for all of it."""
from multiprocessing import Process, Queue

import tensorflow as tf


def in_process(work, apart):
    def run_apart(*given):
        def child(queue, *given):
            queue.put(work(*given))

        queue = Queue()
        process = Process(target=child, args=[queue, *given])
        process.start()
        result = queue.get()
        process.join()
        return result

    return run_apart if apart else work


class Benchmark:
    def __init__(self, apart):
        self.apart = apart

    def speed(self, size):
        return in_process(self._speed, self.apart)(size)

    def memory(self, size):
        return in_process(self._memory, self.apart)(size)

    def _speed(self, size):
        return float(tf.reduce_sum(tf.ones((size, size))))

    def _memory(self, size):
        return float(tf.reduce_sum(tf.zeros((size, size))))

    def run(self, sizes):
        for size in sizes:
            print(self.speed(size))
            print(self.memory(size))


if __name__ == "__main__":
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    Benchmark(True).run([8, 16])
