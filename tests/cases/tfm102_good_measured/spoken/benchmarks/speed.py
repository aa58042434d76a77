"""How long it takes, many times over: that is no use of the library."""
import time

from ..speech import Words


def seconds(path, waves, rounds):
    words = Words(path)
    begin = time.perf_counter()
    for number in range(rounds):
        words.of(waves[number : number + 1])
    return time.perf_counter() - begin
