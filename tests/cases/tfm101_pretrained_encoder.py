"""A pretrained encoder that reads one text at a time."""
from transformers import BertTokenizer, TFBertModel


def vectors(texts, name):
    tokenizer = BertTokenizer.from_pretrained(name)
    encoder = TFBertModel.from_pretrained(name)
    for text in texts:
        tokens = tokenizer(text, return_tensors="tf", padding="max_length", max_length=64)
        yield encoder(tokens).last_hidden_state.numpy().mean(axis=1)  # want: TFM101
