"""What becomes of one writer says nothing of another one of that name; ``update()`` puts into a table, too."""
import tensorflow as tf


def either(graph, folder, eager):
    if eager:
        board = tf.summary.create_file_writer(folder)
        with board.as_default():
            tf.summary.text("graph", str(graph), step=0)
    else:
        board = tf.compat.v1.summary.FileWriter(folder)  # want: TFM604
        board.add_graph(graph)


def sorted_out(records, folder, name_of):
    shards = {}
    for record in records:
        name = name_of(record)
        if name not in shards:
            shard = tf.io.TFRecordWriter(f"{folder}/{name}")
            shards.update({name: shard})
        shards[name].write(record)
    for name in shards.keys():
        shards[name].close()


def forgotten(records, folder, name_of):
    shards = {}
    for record in records:
        name = name_of(record)
        if name not in shards:
            shard = tf.io.TFRecordWriter(f"{folder}/{name}")  # want: TFM604
            shards.update({name: shard})
        shards[name].write(record)
