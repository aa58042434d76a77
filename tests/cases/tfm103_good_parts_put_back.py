"""The parts of an object, each put back as a copy."""
from tensorflow import keras


def without_dropout(layer):
    if isinstance(layer, keras.layers.Dropout):
        return keras.layers.Identity()
    return layer


def copied(part: keras.Model):
    return keras.models.clone_model(part, clone_function=without_dropout)


def cleaned(holder):
    inner = holder.inner
    for place, part in enumerate(inner.parts):
        inner.parts[place] = copied(part)
    return inner


def tried(holder, net: keras.Model, rounds):
    for _ in range(rounds):
        holder.latest[0] = copied(net)  # want: TFM103
