import a
WIDTH = 4

def many(x):
    for i in range(9):
        m = a.build()  # want: TFM103
        print(m.predict_on_batch(x))
