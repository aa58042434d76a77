"""Reports of families 6, 10, 19 and 22: what configures devices, and what forks."""

import multiprocessing
import os

import tensorflow as tf


def build():
    return tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(2)])


def grow():
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)


def after_an_operation():
    print(tf.constant(1.0))
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM402


def after_a_model():
    net = build()
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM402
    return net


def after_listing():
    print(tf.config.list_logical_devices("GPU"))
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM402


def after_a_strategy():
    strategy = tf.distribute.MirroredStrategy()
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM402
    return strategy


def too_late():
    print(tf.constant(1.0))
    os.environ["CUDA_VISIBLE_DEVICES"] = "0"  # want: TFM408
    os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"  # want: TFM408


def growth_and_limit():
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
        tf.config.set_logical_device_configuration(  # want: TFM404
            gpu, [tf.config.LogicalDeviceConfiguration(memory_limit=1024)]
        )


def score(seed):
    return float(tf.reduce_sum(tf.ones([1, 4]) * seed))


def pool_after_use():
    print(build()(tf.ones([1, 4])))
    with multiprocessing.Pool(2) as pool:  # want: TFM407
        return pool.map(score, range(4))


# What looks alike.


@tf.function
def step(x):
    return x * 2


def harmless_before():
    tf.random.set_seed(1)
    print(tf.config.list_physical_devices("GPU"), tf.test.is_gpu_available())
    grow()
    return build()


def one_visible():
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.set_visible_devices(gpus[0], "GPU")
    tf.config.experimental.set_memory_growth(gpus[0], True)


def in_the_worker(seed):
    import tensorflow

    return float(tensorflow.constant(seed))


def spawned():
    print(build()(tf.ones([1, 4])))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return pool.map(score, range(4))


def fresh_parent():
    with multiprocessing.Pool(2) as pool:
        return pool.map(in_the_worker, range(4))


def threads():
    print(build()(tf.ones([1, 4])))
    from multiprocessing.pool import ThreadPool

    with ThreadPool(2) as pool:
        return pool.map(score, range(4))
