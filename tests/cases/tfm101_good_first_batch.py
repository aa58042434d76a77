"""A loop over the first batch of a dataset is how one looks at it: it has one round."""
import tensorflow as tf  # want: TFM401
from tensorflow import keras

fields = keras.models.load_model("fields.keras")
photos = tf.data.Dataset.list_files("photos/*.png").map(tf.io.read_file).batch(8)


def shown(kind):
    print(tf.reduce_mean(kind))


for photo in photos.take(1):
    kinds = fields(photo, training=False)
    print(kinds.shape, fields.predict(photo[None]))

for number, photo in enumerate(photos.take(1).prefetch(1)):
    shown(fields(photo, training=False) + number)

first = [fields(photo) for photo, _ in zip(photos, range(1))]

for season in range(40):
    for photo in photos.shuffle(64).take(count=1).as_numpy_iterator():
        shown(fields(photo, training=False) + season)  # want: TFM101

for photo in photos.take(100):
    shown(fields(photo, training=False))  # want: TFM101
