"""A helper calls the method of whatever it is given: the loop hands it the other class."""
from tf_policy import TFPolicy
from torch_policy import TorchPolicy


def central_loss(policy, base, model, batch):
    policy.seen = batch
    return base.loss(model, batch) * 2.0


class CentralTFPolicy(TFPolicy):
    def loss(self, model, batch):
        return central_loss(self, super(), model, batch)


class CentralTorchPolicy(TorchPolicy):
    def loss(self, model, batch):
        return central_loss(self, super(), model, batch)
