"""A table with an accumulator for each of the things that a loop goes over is what the loop is for."""
import tensorflow as tf

METERS = {"hits": tf.keras.metrics.BinaryAccuracy(), "area": tf.keras.metrics.AUC}


def sums(regions, readings, width):
    totals, counts = {}, {}
    for region in regions:
        total = tf.Variable(tf.zeros([width]))
        count = tf.Variable(0)
        for name, values in readings:
            if name != region:
                continue
            total.assign_add(tf.reduce_sum(values, axis=0))
            count.assign_add(values.shape[0])
        totals[region] = total
        counts[region] = count
    return totals, counts


def by_number(rounds, readings):
    totals = {}
    for number in range(rounds):
        total = tf.Variable(0.0)  # want: TFM504
        for values in readings:
            total.assign_add(tf.reduce_sum(values))
        totals[number] = total
    return totals


def means(readings):
    regions = sorted({name for name, _ in readings})
    totals, counts = sums(regions, readings, 3)
    return {region: (totals[region] / float(counts[region].numpy())).numpy() for region in regions}


def chosen(net: tf.keras.Model, names):
    meters = []
    for name in names:
        meter = METERS[name]
        if isinstance(meter, tf.keras.metrics.Metric):
            meter.reset_state()
        meters.append(meter)
    net.compile(optimizer="sgd", loss="mse", metrics=meters)
