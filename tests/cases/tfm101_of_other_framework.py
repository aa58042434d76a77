"""A model of either framework, called where PyTorch prepares what it is given, and where TensorFlow does."""

from typing import Union

import tensorflow as tf
import torch


class TorchNet(torch.nn.Module):
    pass


class Asker:
    def __init__(self, model: Union[TorchNet, tf.keras.Model], device):
        self.model = model
        self.device = device

    def ask_torch(self, rows):
        found = []
        for row in rows:
            x = torch.from_numpy(row).to(self.device)
            found.append(self.model(x.unsqueeze(0)).logits.cpu())
        return found

    def ask_either(self, rows):
        found = []
        for row in rows:
            found.append(self.model(row).logits)
        return found

    def ask(self, rows):
        found = []
        for row in rows:
            x = tf.convert_to_tensor(row)
            found.append(self.model(x[None]).numpy())  # want: TFM101
        return found

    def ask_by_framework(self, rows, framework):
        found = []
        if framework == "pt":
            for row in rows:
                found.append(self.model(torch.from_numpy(row)).logits)
            return torch.cat(found, 0)
        for row in rows:
            found.append(self.model(tf.convert_to_tensor(row)))  # want: TFM101
        return tf.concat(found, 0)
