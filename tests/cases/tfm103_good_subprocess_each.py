import multiprocessing as mp
import keras

def trial(w, q):
    m = keras.Sequential([keras.layers.Dense(w)])
    q.put(m.count_params())

def main(widths):
    q = mp.Queue()
    for w in widths:
        p = mp.Process(target=trial, args=(w, q))
        p.start()
        p.join()
