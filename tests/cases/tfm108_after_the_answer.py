"""Work that a handler leaves to a task that runs after its answer."""
from fastapi import BackgroundTasks, FastAPI
from tensorflow import keras

app = FastAPI()
shared = keras.models.load_model("shared.keras")


def refit(rows):
    net = keras.models.load_model("shared.keras")  # want: TFM108
    net.fit(rows, rows, verbose=0)
    net.save("next.keras")


def note(rows):
    print(shared.predict_on_batch(rows))


@app.post("/rows")
def rows_arrive(rows: list, tasks: BackgroundTasks):
    tasks.add_task(refit, rows)
    tasks.add_task(note, rows=rows)
    return len(rows)
