"""Loads of other libraries."""
import json

import joblib
import torch
from transformers import AutoModel, AutoTokenizer


def load_model(path):
    return joblib.load(path)


def scores(paths, rows):
    for path in paths:
        yield load_model(path).predict(rows)
        yield torch.load(path)(rows)
        yield AutoModel.from_pretrained(path)(**AutoTokenizer.from_pretrained(path)(rows))
        with open(path, encoding="utf-8") as handle:
            yield json.load(handle)
