"""A detector of PyTorch, which is imported once it is made."""


class TorchDetector:
    framework = "torch"

    def __init__(self):
        import torch

        self.model = torch.nn.Linear(4, 2)

    def gradient(self, rows):
        import torch

        leaf = torch.tensor(rows, requires_grad=True)
        self.model(leaf).sum().backward()
        return leaf.grad.numpy()
