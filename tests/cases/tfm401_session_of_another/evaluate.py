import tensorflow as tf  # want: TFM401

from metrics import result


def main():
    net = tf.keras.models.load_model("net.keras")
    accuracy = tf.keras.metrics.CategoricalAccuracy()
    accuracy.update_state(tf.zeros([8, 10]), net(tf.zeros([8, 4])))
    print(result(accuracy))


if __name__ == "__main__":
    main()
