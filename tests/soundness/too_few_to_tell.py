import keras
import tensorflow as tf


def plots(drawings):
    judge = keras.models.load_model("judge.keras")
    for strength in range(8):
        print(tf.reduce_mean(judge(drawings + strength, training=False)))  # missed: TFM101
    for strength in range(9):
        print(tf.reduce_mean(judge(drawings + strength, training=False)))  # want: TFM101


def both(save):
    for width in (8, 64):
        save(keras.Sequential([keras.Input((4,)), keras.layers.Dense(width)]))  # missed: TFM103
    for width in (8, 16, 64):
        save(keras.Sequential([keras.Input((4,)), keras.layers.Dense(width)]))  # want: TFM103


def steady(path, batches):
    writer = tf.summary.create_file_writer(path)  # missed: TFM604
    for number, batch in enumerate(batches):
        with writer.as_default():
            tf.summary.scalar("mean", tf.reduce_mean(batch), step=number)
