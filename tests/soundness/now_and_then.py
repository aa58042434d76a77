import keras
import tensorflow as tf


def looked_at(batches, rows, steps, interval):
    judge = keras.models.load_model("judge.keras")
    for step in range(steps):
        if step % interval == 0:
            print(tf.reduce_mean(judge(rows, training=False)))  # missed: TFM101
        if step % 4 == 0:
            print(tf.reduce_max(judge(rows, training=False)))  # want: TFM101
    for _ in range(steps):
        for batch in batches:
            judge.train_on_batch(batch, batch)
        print(tf.reduce_mean(judge(rows, training=False)))  # missed: TFM101
