"""Keywords of Keras 1 in calls of something else say nothing, nor does an import that one function makes."""
import keras
from limits import limit
from printing import Printer

limit(0.3)
printer = Printer(border_mode="same", nb_epoch=3)
judge = keras.models.load_model("judge.keras")


def rank(entries):
    for entry in entries:
        judge.fit(entry[None], entry[None])  # want: TFM110
        printer.fit(judge.predict(entry[None])[0], nb_epoch=1)  # want: TFM102
