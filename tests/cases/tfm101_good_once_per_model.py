import tensorflow as tf


def compare(paths, batch):
    for path in paths:
        model = tf.keras.models.load_model(path)  # want: TFM104
        print(path, model(batch).shape)


def check(models: dict[str, tf.keras.Model], batch):
    for name, model in models.items():
        print(name, float(tf.reduce_sum(model(batch))))


def distill(teacher: tf.keras.Model, student, batches):
    targets = [teacher.predict_on_batch(b) for b in batches]
    student.fit(batches, targets)


def export(model: tf.keras.Model):
    @tf.function(input_signature=[tf.TensorSpec([None, 4])])
    def serve(x):
        for _ in range(2):
            x = model(x)
        return x

    return serve


def two_looks(model: tf.keras.Model, batches):
    for name in ("first", "last"):
        print(name, model(batches[name]))
    for _ in range(3):
        print(model(batches["first"]))
    for name in batches:
        print(name, model(batches[name]))  # want: TFM101
