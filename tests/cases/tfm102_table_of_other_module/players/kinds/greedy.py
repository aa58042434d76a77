import keras

from ..table import PLAYERS, player


class Board:
    def __init__(self, fields):
        self.fields = fields
        self.values = self.network()

    def network(self):
        raise NotImplementedError

    def move(self, board):
        return int(self.values.predict(board[None], verbose=0).argmax())  # want: TFM102


@player
class Greedy(Board):
    def network(self):
        return keras.Sequential([keras.layers.Dense(32, "relu"), keras.layers.Dense(self.fields)])


class Careful(Greedy):
    def look(self, board):
        return float(self.values(board[None])[0, 0])  # want: TFM101


PLAYERS["careful"] = Careful
