"""A list that the last round reads is full then, each time as full."""
import tensorflow as tf


@tf.function
def mean_of(readings):
    return tf.add_n(readings) / len(readings)


def of_all_scales(scales, count, parcel):
    readings = []
    for number in range(count):
        readings.append(scales[number].weigh(parcel))
        if number == count - 1:
            return mean_of(readings)
    return None


def so_far(scales, parcel):
    readings = []
    for scale in scales:
        readings.append(scale.weigh(parcel))
        print(mean_of(readings))  # want: TFM303


def weigh(scales, parcels):
    for parcel in parcels:
        print(of_all_scales(scales, len(scales), parcel))
        so_far(scales, parcel)
