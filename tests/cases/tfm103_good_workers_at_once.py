"""Threads that a loop starts, one for each device, use their models at the same time."""
import threading

import tensorflow as tf
from tensorflow import keras


def network():
    return keras.Sequential([keras.Input((16,)), keras.layers.Dense(2)])


def sort_letters(letters, device, sorted_letters):
    with tf.device(device):
        model = network()
    model.load_weights("letters.weights.h5")
    while True:
        batch = letters.get()
        if batch is None:
            break
        sorted_letters.append(model.predict_on_batch(batch))


def on_all(letters, devices):
    threads, sorted_letters = [], []
    for device in devices:
        thread = threading.Thread(target=sort_letters, args=(letters, device, sorted_letters))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    return sorted_letters


def weigh(parcel):
    model = network()  # want: TFM103
    model.load_weights("parcels.weights.h5")
    print(model.predict_on_batch(parcel))


def one_after_another(parcels):
    for parcel in parcels:
        thread = threading.Thread(target=weigh, args=(parcel,))
        thread.start()
        thread.join()


def answer(connection):
    model = network()  # want: TFM103
    model.load_weights("answers.weights.h5")
    connection.send(model.predict_on_batch(connection.receive()))


def serve(socket):
    while True:
        threading.Thread(target=answer, args=(socket.accept(),)).start()
