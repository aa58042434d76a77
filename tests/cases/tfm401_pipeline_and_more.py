"""What a pipeline maps is on the CPU; what the program does with a batch is not."""
import tensorflow as tf  # want: TFM401


def halve(image):
    return tf.image.resize(image, (32, 32))


def main(path):
    data = tf.data.Dataset.list_files(path).map(tf.io.read_file).map(tf.io.decode_png).map(halve)
    for image in data:
        print(float(tf.reduce_mean(halve(image))))


if __name__ == "__main__":
    main("*.png")
