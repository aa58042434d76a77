"""A base class plays; only the classes derived from it have what it asks for, one of them a network."""
from tensorflow.keras.models import load_model


class Player:
    def play(self, games):
        for game in games:
            self.warm_up()
            game.move(self.choose(game))


class NetworkPlayer(Player):
    def __init__(self, path):
        self.path, self.network = path, load_model(path)

    def warm_up(self):
        self.spare = load_model(self.path)  # want: TFM104

    def choose(self, game):
        return self.network.predict(game.board[None], verbose=0)[0].argmax()  # want: TFM102


class RandomPlayer(Player):
    def warm_up(self):
        pass

    def choose(self, game):
        return game.random_move()


def tournament(games, path):
    NetworkPlayer(path).play(games)
    RandomPlayer().play(games)
