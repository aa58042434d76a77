"""A loader gives a session only where it is asked for one; what callers pack in ``**options`` is followed."""
import keras
import tensorflow as tf

v1 = tf.compat.v1


def read(path, form="keras", strict=True):
    if form == "keras":
        return keras.models.load_model(path, compile=strict)
    session = v1.Session()
    v1.train.import_meta_graph(path).restore(session, path)
    return session


def read_named(name, **options):
    return read(f"models/{name}", **options)


def read_any(name, **options):
    options.setdefault("form", "meta")
    return read(f"models/{name}", **options)


def read_old(name, **options):
    return read(f"models/{name}", **options)


def classify(image):
    classifier = read_named("classifier", strict=False)
    return classifier.predict(image)


def segment(image):
    segmenter = read("models/segmenter.keras")
    return segmenter.predict(image)


def restore(image):
    restored = read("models/old.meta", form="meta")  # want: TFM201
    return restored.run("out:0", {"in:0": image})


def restore_any(image):
    restored = read_any("old")  # want: TFM201
    return restored.run("out:0", {"in:0": image})


def restore_old(image):
    restored = read_old("old", form="meta")  # want: TFM201
    return restored.run("out:0", {"in:0": image})
