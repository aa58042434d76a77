"""Models that a table keeps: the same one for each row, or one after another."""
import keras

_BY_LANGUAGE = {}


def translator(language):
    if language not in _BY_LANGUAGE:
        _BY_LANGUAGE[language] = keras.models.load_model(f"{language}.keras")
    return _BY_LANGUAGE[language]


class Cellar:
    def __init__(self, folder):
        self.folder = folder
        self._kept = {}

    def bring(self, year):
        if year in self._kept:
            return self._kept[year]
        self._kept[year] = keras.models.load_model(f"{self.folder}/{year}.keras")
        return self._kept[year]


def lines(text, language="da"):
    for line in text:
        yield translator(language).predict(line[None], verbose=0)[0]  # want: TFM102


def comparison(line, languages):
    return {name: translator(name).predict(line[None], verbose=0) for name in languages}


def tasted(cellar: Cellar, bottles):
    for bottle in bottles:
        print(cellar.bring(1999).predict(bottle[None], verbose=0))  # want: TFM102


def vertical(cellar: Cellar, bottle, years):
    return [cellar.bring(year).predict(bottle[None], verbose=0) for year in years]
