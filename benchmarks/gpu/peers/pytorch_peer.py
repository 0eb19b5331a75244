"""PyTorch on the device, data resident: eager, a step captured in a CUDA graph, torch.compile; replicas by torch.func.

eager    modules, index_select, torch.optim.Adam, fused where the device has it
graph    the same step captured once and replayed; sample numbers are copied into its input before each replay
compile  the same with forward, loss and backward compiled by torch.compile
vmap     many networks at once: gradients by torch.func.vmap of grad over stacked parameters, Adam over all of them,
         captured in a CUDA graph on a GPU
"""

import numpy
import torch
from torch import nn

import work


# float32 as Weft computes it, which is PyTorch's default too: no TF32.
torch.set_float32_matmul_precision("highest")


class Tensors:
    """The data on the device."""

    def __init__(self, data, device):
        self.images = torch.from_numpy(data.images).to(device)
        self.labels = torch.from_numpy(data.labels).to(device)
        self.tests = torch.from_numpy(data.test_images).to(device)
        self.device = device


def loss_of(outputs, labels):
    if outputs.shape[-1] == 1:
        return nn.functional.binary_cross_entropy_with_logits(outputs.squeeze(-1), labels.to(outputs.dtype))
    return nn.functional.cross_entropy(outputs, labels)


def classes_of(outputs):
    if outputs.shape[-1] == 1:
        return (outputs.squeeze(-1) >= 0).long()
    return outputs.argmax(-1)


def module(widths, random, device):
    layers = []
    for (kernel, bias), last in zip(work.glorot(widths, random), range(len(widths) - 2, -1, -1)):
        linear = nn.Linear(*kernel.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(kernel.T))
            linear.bias.copy_(torch.from_numpy(bias))
        layers += [linear] if last == 0 else [linear, nn.ReLU()]
    return nn.Sequential(*layers).to(device)


def adam(parameters, device, capturable):
    arguments = dict(lr=work.RATE, betas=(work.BETA1, work.BETA2), eps=work.EPSILON)
    if device == "cuda":
        arguments.update(fused=True, capturable=capturable)
    return torch.optim.Adam(parameters, **arguments)


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


class Eager:
    """The loop of the tutorials, without a loader: batches are gathered from the resident images."""

    capturable = False

    def __init__(self, tensors, widths, batch, random):
        self.tensors, self.batch = tensors, batch
        self.network = module(widths, random, tensors.device)
        self.adam = adam(self.network.parameters(), tensors.device, self.capturable)
        self.made = 0
        self.order = None

    def loss(self, network, images, labels):
        return loss_of(network(images), labels)

    def step(self, rows):
        images = self.tensors.images.index_select(0, rows)
        labels = self.tensors.labels.index_select(0, rows)
        self.adam.zero_grad(set_to_none=True)
        self.loss(self.network, images, labels).backward()
        self.adam.step()

    def shuffle(self):
        self.order = torch.randperm(len(self.tensors.labels), device=self.tensors.device)
        synchronize(self.tensors.device)

    def epoch(self):
        for rows in self.order.split(self.batch):
            self.step(rows)
            self.made += 1
        synchronize(self.tensors.device)

    def steps(self):
        return self.made

    def classes(self):
        with torch.no_grad():
            return classes_of(self.network(self.tensors.tests)).cpu().numpy()


class Captured:
    """Replays a step on a fixed array of sample numbers; `step` leaves all that it needs where it was."""

    def __init__(self, step, shape, device):
        self.rows = torch.zeros(shape, dtype=torch.int64, device=device)
        # The allocator and the optimizer must have settled before the capture.
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(3):
                step(self.rows)
        torch.cuda.current_stream().wait_stream(stream)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            step(self.rows)

    def __call__(self, rows):
        self.rows.copy_(rows)
        self.graph.replay()


class Graph(Eager):
    """One graph for whole batches and one for the last, smaller one; captured on copies that are then put back."""

    capturable = True

    def __init__(self, tensors, widths, batch, random):
        super().__init__(tensors, widths, batch, random)
        self.graphs = {}
        if tensors.device != "cuda":
            return
        start = {name: value.clone() for name, value in self.network.state_dict().items()}
        samples = len(tensors.labels)
        for size in {min(batch, samples), samples % batch} - {0}:
            self.graphs[size] = self.capture(size)
        # The captures trained: back to the start, in place, since the graphs know addresses.
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                value.copy_(start[name])
            for state in self.adam.state.values():
                for value in state.values():
                    value.zero_()

    def capture(self, size):
        step = super().step
        return Captured(step, (size,), self.tensors.device)

    def step(self, rows):
        self.graphs.get(len(rows), super().step)(rows)


class Compiled(Graph):
    """Forward, loss and backward compiled; on a GPU the whole step captured in a CUDA graph as well."""

    def __init__(self, tensors, widths, batch, random):
        # Else those that were compiled for other networks count, and after eight of them this one would run eagerly.
        torch.compiler.reset()
        self.loss = torch.compile(lambda network, images, labels: loss_of(network(images), labels), dynamic=False)
        super().__init__(tensors, widths, batch, random)


class Replicas:
    """Many networks at once, each with its own order: stacked parameters, gradients by vmap, one Adam over all."""

    def __init__(self, tensors, widths, batch, replicas, random):
        from torch import func

        self.tensors, self.batch, self.replicas = tensors, batch, replicas
        each = [work.glorot(widths, random) for _ in range(replicas)]
        self.parameters = []
        for layer in range(len(widths) - 1):
            for part in range(2):
                stacked = numpy.stack([network[layer][part] for network in each])
                self.parameters.append(torch.from_numpy(stacked).to(tensors.device).requires_grad_())
        self.gradients = func.vmap(func.grad(self.loss), in_dims=(0, 0, 0))
        self.adam = adam(self.parameters, tensors.device, True)
        self.made = 0
        self.order = None
        self.graphs = {}
        if tensors.device == "cuda":
            self.capture()

    @staticmethod
    def outputs(parameters, images):
        values = images
        for at in range(0, len(parameters), 2):
            values = values @ parameters[at] + parameters[at + 1]
            if at + 2 < len(parameters):
                values = values.relu()
        return values

    def loss(self, parameters, images, labels):
        return loss_of(self.outputs(parameters, images), labels)

    def eager_step(self, rows):
        """rows [replicas, batch]"""
        images = self.tensors.images.index_select(0, rows.reshape(-1)).reshape(*rows.shape, -1)
        labels = self.tensors.labels.index_select(0, rows.reshape(-1)).reshape(rows.shape)
        gradients = self.gradients(tuple(each.detach() for each in self.parameters), images, labels)
        for parameter, gradient in zip(self.parameters, gradients):
            parameter.grad = gradient
        self.adam.step()

    def capture(self):
        start = [each.detach().clone() for each in self.parameters]
        samples = len(self.tensors.labels)
        for size in {min(self.batch, samples), samples % self.batch} - {0}:
            self.graphs[size] = Captured(self.eager_step, (self.replicas, size), self.tensors.device)
        with torch.no_grad():
            for parameter, value in zip(self.parameters, start):
                parameter.copy_(value)
            for state in self.adam.state.values():
                for value in state.values():
                    value.zero_()

    def shuffle(self):
        samples = len(self.tensors.labels)
        self.order = torch.rand(self.replicas, samples, device=self.tensors.device).argsort(1)
        synchronize(self.tensors.device)

    def epoch(self):
        for rows in self.order.split(self.batch, 1):
            self.graphs.get(rows.shape[1], self.eager_step)(rows)
            self.made += 1
        synchronize(self.tensors.device)

    def steps(self):
        return self.made

    def classes(self):
        with torch.no_grad():
            first = [each[0] for each in self.parameters]
            return classes_of(self.outputs(first, self.tensors.tests)).cpu().numpy()


# Compiling takes the longest, so it comes last.
FORMS = {
    "eager": ("PyTorch eager", Eager),
    "graph": ("PyTorch, CUDA graph", Graph),
    "vmap": ("PyTorch, torch.func.vmap and CUDA graph", Replicas),
    "compile": ("PyTorch, torch.compile and CUDA graph", Compiled),
}


def main():
    given = work.options(list(FORMS))
    if given.device == "cuda" and not torch.cuda.is_available():
        work.no_device("PyTorch " + torch.__version__ + " sees no GPU")
    torch.manual_seed(1)
    versions = "PyTorch " + torch.__version__ + (f", CUDA {torch.version.cuda}" if given.device == "cuda" else "")
    for form in given.forms:
        contestant, kind = FORMS[form]

        def make(data, widths, batch, replicas, form=form, kind=kind):
            tensors = Tensors(data, given.device)
            random = numpy.random.default_rng(1)
            if form == "vmap":
                return kind(tensors, widths, batch, replicas, random)
            return kind(tensors, widths, batch, random)

        unusable = unusable_here(form, given.device)
        if unusable:
            work.emit(kind="epochs", contestant=contestant, network="", batch=0, replicas=0, refused=unusable)
            continue
        work.measure(given, contestant, versions, make, suits=lambda replicas, form=form: (replicas > 1) == (form == "vmap"))


def unusable_here(form, device):
    """Why a form cannot be had, or an empty text."""
    if form == "graph" and device != "cuda":
        return "CUDA graphs need a GPU"
    if form == "compile" and not hasattr(torch, "compile"):
        return f"PyTorch {torch.__version__} has no torch.compile"
    if form == "vmap":
        try:
            from torch import func  # noqa: F401
        except ImportError:
            return f"PyTorch {torch.__version__} has no torch.func"
    return ""


main()
