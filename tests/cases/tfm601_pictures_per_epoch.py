import tensorflow as tf


def train(step, images, masks, epochs):
    for _ in range(epochs):
        pairs = tf.data.Dataset.zip(
            (
                tf.data.Dataset.from_tensor_slices(images).map(tf.image.per_image_standardization),  # want: TFM601
                tf.data.Dataset.from_tensor_slices(masks),
            )
        )
        for image, mask in pairs.batch(4):
            step(image, mask)
