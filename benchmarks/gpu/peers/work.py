"""The work that every peer does, and how it is measured: that of the program weft-gpu.

Networks of dense layers with ReLU, softmax with cross-entropy (one output: sigmoid), Adam as Keras has it (rate 0.001,
epsilon 1e-7), an epoch being all samples in a new random order, in batches, the last one smaller. Images and labels lie
on the device before anything is timed, as floats or, where a form says so, as bytes; the order of an epoch is drawn
before its time begins. A form is warmed up by one epoch, which compiles and captures, and then timed epoch by epoch,
until the device has done all of it. After ten epochs in all, the share of test images classified right is the check that
the work was done.
"""

import argparse
import gzip
import json
import os
import sys
import time

import numpy

RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-7
ACCURACY_EPOCHS = 10
PIXELS = 784
NO_DEVICE = 4


class Data:
    """Training and test images [n, 784] as bytes and as floats from 0 to 1, labels [n]."""

    def __init__(self, folder, samples, tests, classes):
        if folder:
            self.pixels, self.labels = _real(folder, "train", samples, classes)
            test_pixels, self.test_labels = _real(folder, "t10k", tests, classes)
        else:
            self.pixels, self.labels = _drawn(samples, classes, 1)
            test_pixels, self.test_labels = _drawn(tests, classes, 2)
        self.images = self.pixels.astype(numpy.float32) / 255
        self.test_images = test_pixels.astype(numpy.float32) / 255


def _real(folder, prefix, count, classes):
    pixels = _bytes(f"{folder}/{prefix}-images-idx3-ubyte", 16)
    labels = _bytes(f"{folder}/{prefix}-labels-idx1-ubyte", 8)[:count].astype(numpy.int64)
    if classes == 2:
        labels = numpy.isin(labels, [0, 1, 2, 3, 4, 6]).astype(numpy.int64)
    return pixels.reshape(-1, PIXELS)[:count].copy(), labels


def _bytes(path, header):
    if os.path.exists(path):
        with open(path, "rb") as file:
            content = file.read()
    else:
        with gzip.open(path + ".gz") as file:
            content = file.read()
    return numpy.frombuffer(content, dtype=numpy.uint8, offset=header)


def _drawn(count, classes, seed):
    random = numpy.random.default_rng(seed)
    labels = random.integers(0, classes, count)
    pixels = random.integers(0, 128, (count, PIXELS), dtype=numpy.uint8)
    for label in range(classes):
        pixels[labels == label, label::classes] += 64
    return pixels, labels


def options(forms):
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", default=",".join(forms), help="of " + ", ".join(forms))
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--data", default="", help="folder of the data set; without it, drawn images")
    parser.add_argument("--samples", type=int, default=50_000)
    parser.add_argument("--batches", default="32,128,1024,8192")
    parser.add_argument("--networks", default="784-32-32-10")
    parser.add_argument("--replicas", default="1,128", help="how many networks are trained at once")
    parser.add_argument("--seconds", type=float, default=60, help="for all of it; what does not fit is left out")
    given = parser.parse_args()
    given.forms = given.forms.split(",")
    given.batches = [int(each) for each in given.batches.split(",")]
    given.networks = given.networks.split(",")
    given.replicas = [int(each) for each in given.replicas.split(",")]
    given.end = time.perf_counter() + given.seconds
    return given


def widths_of(network):
    return [int(width) for width in network.split("-")]


def glorot(widths, random):
    """Kernels [in, out] and biases [out] of each layer."""
    parameters = []
    for inputs, outputs in zip(widths, widths[1:]):
        limit = (6 / (inputs + outputs)) ** 0.5
        kernel = random.uniform(-limit, limit, (inputs, outputs)).astype(numpy.float32)
        parameters.append((kernel, numpy.zeros(outputs, numpy.float32)))
    return parameters


def no_device(reason):
    print(reason, file=sys.stderr)
    sys.exit(NO_DEVICE)


def emit(**values):
    print(json.dumps(values), flush=True)


def plan(given, brief):
    """What is measured, what matters most first: network, batch size, replicas."""
    first, *others = given.networks
    batches = given.batches[:2] if brief else given.batches
    plans = [(first, batch, 1) for batch in batches if 1 in given.replicas]
    plans += [(first, 32, replicas) for replicas in given.replicas if replicas > 1]
    return plans if brief else plans + [(network, batch, 1) for network in others for batch in (32, 1024)]


def measure(given, contestant, versions, make, brief=False, suits=lambda replicas: True):
    """Measures a form; `make(data, widths, batch, replicas)` gives it, for the numbers of replicas that suit it.

    It has shuffle(), which draws the order of the next epoch, epoch(), both ending when the device is done, steps(), and
    classes(), of the first replica. A brief look is at the first network and the first two batch sizes alone.
    """
    for network, batch, replicas in plan(given, brief):
        if not suits(replicas):
            continue
        facts = dict(kind="epochs", contestant=contestant, network=network, batch=batch, replicas=replicas)
        if time.perf_counter() > given.end:
            emit(**facts, refused="no time was left")
            continue
        widths = widths_of(network)
        data = Data(given.data, given.samples, 10_000, max(2, widths[-1]))
        try:
            form = make(data, widths, batch, replicas)
            measured = _epochs(form, given.end)
        except Exception as problem:  # one form that fails must not take the others along
            emit(**facts, refused=f"{type(problem).__name__}: {problem}".splitlines()[0])
            continue
        samples = len(data.labels)
        steps = -(-samples // batch)
        made = form.steps()
        if made != steps * (1 + len(measured)):
            raise RuntimeError(f"{made} steps were made by {contestant}, not {steps * (1 + len(measured))}")
        if 1 + len(measured) == ACCURACY_EPOCHS:
            right = (numpy.asarray(form.classes()) == data.test_labels).mean()
            facts["accuracy"] = float(right)
        emit(**facts, path="", samples=samples, median=float(numpy.median(measured)), seconds=measured,
             versions=versions)


def _epochs(form, end):
    form.shuffle()
    form.epoch()
    seconds = []
    while len(seconds) < ACCURACY_EPOCHS - 1:
        form.shuffle()
        start = time.perf_counter()
        form.epoch()
        seconds.append(time.perf_counter() - start)
        # Three epochs make a figure; the rest are for the accuracy.
        if len(seconds) >= 3 and time.perf_counter() > end:
            break
    return seconds
