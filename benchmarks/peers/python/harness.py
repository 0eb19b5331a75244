"""The protocol in Python: the twin of harness/.../Harness.java, which says what it is and why."""

import json
import sys
import time

import numpy

ACCURACY_BATCH = 32
ACCURACY_EPOCHS = 10
IMAGES = 256
WARM_UP_SECONDS = 0.5
BLOCK_SECONDS = 0.1
BLOCKS = 7
FEATURES = 784


class Data:
    """Images [n, 784] float32 in [0, 1] and labels [n] int64, training and test."""

    def __init__(self, folder):
        def read(name):
            return numpy.fromfile(f"{folder}/{name}", dtype=numpy.uint8)

        self.images = read("train-images").reshape(-1, FEATURES).astype(numpy.float32) / 255
        self.labels = read("train-labels").astype(numpy.int64)
        self.test_images = read("test-images").reshape(-1, FEATURES).astype(numpy.float32) / 255
        self.test_labels = read("test-labels").astype(numpy.int64)


def options():
    """The arguments, each name=value, as a dictionary of strings."""
    return dict(argument.split("=", 1) for argument in sys.argv[1:])


def emit(kind, **values):
    print(json.dumps({"kind": kind, **values}), flush=True)


def run(data, facts, contender):
    """Measures; `contender(batch)` makes a network with epoch, steps, classes and class_of."""
    given = options()
    emit("facts", facts=facts)
    for batch in map(int, given["batches"].split(",")):
        network = contender(batch)
        accurate = batch == ACCURACY_BATCH and given["accuracy"] == "true"
        epochs(data, network, batch, accurate, given)
        if accurate:
            right = int((numpy.asarray(network.classes()) == data.test_labels).sum())
            emit("accuracy", value=right / len(data.test_labels))
        if batch == ACCURACY_BATCH:
            inference(data, network)


def epochs(data, network, batch, accurate, given):
    samples = min(int(given["one"]), len(data.labels)) if batch == 1 else len(data.labels)
    steps = -(-samples // batch)
    least = ACCURACY_EPOCHS - 1 if accurate else int(given["least"])
    most = ACCURACY_EPOCHS - 1 if accurate else int(given["most"])
    network.epoch(samples)
    seconds = []
    while len(seconds) < least or (len(seconds) < most and sum(seconds) < float(given["seconds"])):
        start = time.perf_counter()
        network.epoch(samples)
        seconds.append(time.perf_counter() - start)
    expected = steps * (1 + len(seconds))
    if network.steps() != expected:
        raise RuntimeError(f"{network.steps()} steps were made at batch {batch}, not {expected}")
    emit("epochs", batch=batch, samples=samples, steps=steps, seconds=seconds)


def inference(data, network):
    expected = network.classes()
    images = [data.test_images[i].copy() for i in range(IMAGES)]
    for i, image in enumerate(images):
        if network.class_of(image) != expected[i]:
            raise RuntimeError(f"image {i} alone is of another class than among all")
    inferred(len(data.test_labels), network.classes)
    following = 0

    def one():
        nonlocal following
        following = (following + 1) % IMAGES
        return network.class_of(images[following])

    inferred(1, one)


def inferred(images, call):
    block(call, WARM_UP_SECONDS)
    emit("inference", images=images, seconds=[block(call, BLOCK_SECONDS) for _ in range(BLOCKS)])


def block(call, at_least):
    """Seconds a call, over as many calls as a block lasts."""
    start = time.perf_counter()
    calls = 0
    while True:
        call()
        calls += 1
        seconds = time.perf_counter() - start
        if seconds >= at_least:
            return seconds / calls
