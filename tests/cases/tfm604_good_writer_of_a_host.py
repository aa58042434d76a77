"""Where graphs are the default, a writer made for the host of a TPU is an operation of the graph."""

import tensorflow as tf
from tensorflow.contrib import summary, tpu


def model_fn(features, labels, mode, params):
    logits = tf.layers.dense(features, 10)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    step = tf.train.get_or_create_global_step()

    def write_on_host(step, loss):
        writer = summary.create_file_writer(params["folder"])
        with writer.as_default(), summary.always_record_summaries():
            summary.scalar("loss", loss[0], step=step[0])
        return summary.all_summary_ops()

    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=step)
    host_call = (write_on_host, [tf.reshape(step, [1]), tf.reshape(loss, [1])])
    return tpu.TPUEstimatorSpec(mode, loss=loss, train_op=train_op, host_call=host_call)


def served():
    return tf.estimator.export.ServingInputReceiver(*[tf.placeholder(tf.float32, [None, 4])] * 2)


def note(folder, text):
    records = tf.python_io.TFRecordWriter(folder)  # want: TFM604
    records.write(text)
