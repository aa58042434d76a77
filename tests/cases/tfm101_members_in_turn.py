"""A few networks, each asked again for every batch, row or epoch; and each asked once."""
import tensorflow as tf


def votes(members: list[tf.keras.Model], batches):
    for batch in batches:
        answers = [member(batch) for member in members]  # want: TFM101
        print(float(tf.reduce_mean(tf.add_n(answers))))


def live(members: list[tf.keras.Model], stream):
    while (row := stream.get()) is not None:
        for member in members:
            print(member.predict(row[None]))  # want: TFM102


def rates(members: list[tf.keras.Model], data, steps):
    for rate in steps:
        for number, member in enumerate(members):
            member.compile(tf.keras.optimizers.SGD(rate / (number + 1)), "mse")  # want: TFM105
            member.train_on_batch(*data)


def once(members: list[tf.keras.Model], batch):
    return [member(batch) for member in members]


def every_fold(make, folds):
    for train, rows in folds:
        members = [make(width) for width in (4, 8)]
        for member in members:
            member.compile("adam", "mse")
            member.fit(*train, verbose=0)
            print(member.predict(rows, batch_size=512).mean(), float(tf.reduce_sum(member(rows))))


def every_file(paths, batch):
    for path in paths:
        tf.keras.backend.clear_session()
        nets = [tf.keras.models.load_model(path)]
        for net in nets:
            net.compile("adam", "mse")
            print(float(tf.reduce_sum(net(batch))))
