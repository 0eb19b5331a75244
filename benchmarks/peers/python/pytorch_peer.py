"""PyTorch: the loop of its tutorials over index slices, and the fastest form found by hand."""

import math
import os

import numpy
import torch
from torch import nn

import harness

WIDTHS = [harness.FEATURES, 32, 32, 10]
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-7


def glorot(linear):
    nn.init.xavier_uniform_(linear.weight)
    nn.init.zeros_(linear.bias)
    return linear


def class_of_one(network):
    """From a float array to its class: a traced network takes the array without copying it."""
    example = torch.zeros(1, harness.FEATURES)
    traced = torch.jit.freeze(torch.jit.trace(network.eval(), example))

    def class_of(image):
        return int(traced(torch.from_numpy(image).view(1, -1)).argmax())

    return class_of


class Idiomatic:
    """Modules, autograd and torch.optim.Adam."""

    def __init__(self, tensors, batch):
        self.images, self.labels, self.tests = tensors
        self.batch = batch
        layers = []
        for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
            layers += [glorot(nn.Linear(inputs, outputs)), nn.ReLU()]
        self.network = nn.Sequential(*layers[:-1])
        self.loss = nn.CrossEntropyLoss()
        self.adam = torch.optim.Adam(self.network.parameters(), RATE, (BETA1, BETA2), EPSILON)
        self.single = None

    def epoch(self, samples):
        self.network.train()
        order = torch.randperm(len(self.labels))[:samples]
        for start in range(0, samples, self.batch):
            rows = order[start : start + self.batch]
            self.adam.zero_grad(set_to_none=True)
            self.loss(self.network(self.images[rows]), self.labels[rows]).backward()
            self.adam.step()

    def steps(self):
        return int(next(iter(self.adam.state.values()))["step"])

    def classes(self):
        with torch.inference_mode():
            return self.network(self.tests).argmax(1).numpy()

    def class_of(self, image):
        with torch.inference_mode():
            if self.single is None:
                self.single = class_of_one(self.network)
            return self.single(image)


class ByHand:
    """Gradients by hand into one array; Adam over that array; no memory is allocated in a step."""

    def __init__(self, tensors, batch):
        self.images, labels, self.tests = tensors
        self.targets = nn.functional.one_hot(labels, WIDTHS[-1]).float()
        self.batch = batch
        self.made = 0
        size = sum((i + 1) * o for i, o in zip(WIDTHS, WIDTHS[1:]))
        self.parameters, self.gradient, self.mean, self.variance, self.work = torch.zeros(5, size)
        self.kernels, self.biases = self.views(self.parameters)
        self.kernel_gradients, self.bias_gradients = self.views(self.gradient)
        for kernel in self.kernels:
            nn.init.xavier_uniform_(kernel)
        self.spaces = {}
        self.single = None

    @staticmethod
    def views(flat):
        kernels, biases, at = [], [], 0
        for i, o in zip(WIDTHS, WIDTHS[1:]):
            kernels.append(flat[at : at + i * o].view(i, o))
            biases.append(flat[at + i * o : at + (i + 1) * o])
            at += (i + 1) * o
        return kernels, biases

    def space(self, samples):
        """The arrays of a step: inputs and errors of each layer, and the targets."""
        if samples not in self.spaces:
            inputs = [torch.empty(samples, w) for w in WIDTHS]
            errors = [torch.empty(samples, w) for w in WIDTHS]
            self.spaces[samples] = inputs, errors, torch.empty(samples, WIDTHS[-1])
        return self.spaces[samples]

    def epoch(self, samples):
        with torch.inference_mode():
            order = torch.randperm(len(self.images))[:samples]
            for rows in order.split(self.batch):
                self.step(rows)

    def step(self, rows):
        inputs, errors, targets = self.space(len(rows))
        torch.index_select(self.images, 0, rows, out=inputs[0])
        torch.index_select(self.targets, 0, rows, out=targets)
        last = len(self.kernels) - 1
        for l, (kernel, bias) in enumerate(zip(self.kernels, self.biases)):
            torch.addmm(bias, inputs[l], kernel, out=inputs[l + 1])
            if l < last:
                inputs[l + 1].relu_()
        error = torch.softmax(inputs[-1], 1).sub_(targets).mul_(1 / len(rows))
        for l in range(last, -1, -1):
            torch.mm(inputs[l].t(), error, out=self.kernel_gradients[l])
            torch.sum(error, 0, out=self.bias_gradients[l])
            if l > 0:
                torch.mm(error, self.kernels[l].t(), out=errors[l])
                error = torch.ops.aten.threshold_backward(errors[l], inputs[l], 0)
        self.made += 1
        rate = RATE * math.sqrt(1 - BETA2**self.made) / (1 - BETA1**self.made)
        self.mean.lerp_(self.gradient, 1 - BETA1)
        self.variance.mul_(BETA2).addcmul_(self.gradient, self.gradient, value=1 - BETA2)
        torch.sqrt(self.variance, out=self.work).add_(EPSILON)
        self.parameters.addcdiv_(self.mean, self.work, value=-rate)

    def steps(self):
        return self.made

    def forward(self, values):
        for kernel, bias in zip(self.kernels[:-1], self.biases):
            values = torch.addmm(bias, values, kernel).relu_()
        return torch.addmm(self.biases[-1], values, self.kernels[-1])

    def classes(self):
        with torch.inference_mode():
            return self.forward(self.tests).argmax(1).numpy()

    def class_of(self, image):
        with torch.inference_mode():
            return int(self.forward(torch.from_numpy(image).view(1, -1)).argmax())


def main():
    given = harness.options()
    threads = int(given["threads"])
    torch.set_num_threads(threads)
    torch.set_flush_denormal(given["form"] == "hand")
    torch.manual_seed(1)
    data = harness.Data(given["data"])
    arrays = data.images, data.labels, data.test_images
    tensors = [torch.from_numpy(array) for array in arrays]
    form = {"idiomatic": Idiomatic, "hand": ByHand}[given["form"]]
    facts = {
        "PyTorch": torch.__version__,
        "NumPy": numpy.__version__,
        "threads": str(torch.get_num_threads()),
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE", ""),
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", ""),
    }
    harness.run(data, facts, lambda batch: form(tensors, batch))


main()
