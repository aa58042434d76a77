import requests
import tensorflow as tf
from sqlalchemy.orm import Session


def fetch(urls, engine):
    session = requests.Session()
    database = Session(engine)
    pages = [session.get(url).content for url in urls]
    return tf.constant(pages), database.query("x")
