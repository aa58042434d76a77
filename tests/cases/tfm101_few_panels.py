"""How many rounds a loop has at most is also said by min(), by a name and by a default that all callers leave."""

import matplotlib.pyplot as plt
from tensorflow import keras

PANELS = 2


class Album:
    def __init__(self, sheets):
        self.sheets = sheets

    def show(self, painter=None, most=3):
        count = min(most, len(self.sheets))
        for number in range(count):
            plt.subplot(3, 1, number + 1)
            plt.imshow(painter(self.sheets)[number])

    def show_wide(self, painter, most=3):
        for number in range(min(len(self.sheets), most)):
            plt.imshow(painter(self.sheets)[number])  # want: TFM101

    def show_all(self, painter, most=3):
        count = max(most, len(self.sheets))
        for number in range(count):
            plt.imshow(painter(self.sheets)[number])  # want: TFM101


def show_two(sheets):
    painter = keras.models.load_model("painter.keras")
    for number in range(PANELS):
        plt.imshow(painter(sheets)[number])


def main(sheets):
    painter = keras.models.load_model("painter.keras")
    album = Album(sheets)
    album.show(painter)
    album.show_wide(painter, most=12)
    album.show_all(painter)
    show_two(sheets)
