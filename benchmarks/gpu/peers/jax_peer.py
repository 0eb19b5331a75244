"""JAX: a whole epoch as one jitted lax.scan over batches, data resident; replicas by vmap of the same scan.

scan      images as floats
unrolled  the same, eight batches to a turn of the loop
bytes     the same as scan, with images as bytes, which are scaled where they are read
graph     scan in a process whose XLA puts loops into CUDA graphs: the caller sets
          XLA_FLAGS=--xla_gpu_enable_command_buffer=+WHILE
"""

import functools

import numpy

import work

try:
    import jax
    import jax.numpy as jnp
except ImportError as problem:
    work.no_device(f"JAX cannot be imported: {problem}")


def outputs(parameters, images):
    values = images
    for at, (kernel, bias) in enumerate(parameters):
        values = values @ kernel + bias
        if at + 1 < len(parameters):
            values = jax.nn.relu(values)
    return values


def loss(parameters, images, labels):
    logits = outputs(parameters, images)
    if logits.shape[-1] == 1:
        z = logits[..., 0]
        return jnp.mean(jnp.maximum(z, 0) - z * labels + jnp.log1p(jnp.exp(-jnp.abs(z))))
    # Of the forms that this has the one without a scatter in its gradient.
    return -jnp.mean(jnp.sum(jax.nn.log_softmax(logits) * jax.nn.one_hot(labels, logits.shape[-1]), axis=-1))


def update(state, images, labels):
    """One step of Adam as Keras has it; a state is parameters, both moments and the number of steps."""
    parameters, first, second, step = state
    gradients = jax.grad(loss)(parameters, images, labels)
    step = step + 1
    rate = work.RATE * jnp.sqrt(1 - work.BETA2**step) / (1 - work.BETA1**step)
    tree_map = jax.tree_util.tree_map
    first = tree_map(lambda m, g: m + (1 - work.BETA1) * (g - m), first, gradients)
    second = tree_map(lambda v, g: v + (1 - work.BETA2) * (g * g - v), second, gradients)
    parameters = tree_map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + work.EPSILON), parameters, first, second)
    return parameters, first, second, step


def floats(images):
    return images.astype(jnp.float32) / 255 if images.dtype == jnp.uint8 else images


def epoch_of(batch, unroll, images, labels, state, order):
    """All samples in an order, the last batch being smaller."""
    samples = len(labels)
    whole = samples // batch

    def step(state, rows):
        return update(state, floats(images[rows]), labels[rows]), None

    if whole > 0:
        state, _ = jax.lax.scan(step, state, order[: whole * batch].reshape(whole, batch), unroll=min(unroll, whole))
    if samples % batch:
        state, _ = step(state, order[whole * batch :])
    return state


class Scan:
    """The state stays on the device and its memory is given from epoch to epoch."""

    def __init__(self, data, widths, batch, replicas, as_bytes=False, unroll=1):
        self.images = jnp.asarray(data.pixels if as_bytes else data.images)
        self.labels = jnp.asarray(data.labels.astype(numpy.int32))
        self.tests = jnp.asarray(data.test_images)
        self.replicas = replicas
        random = numpy.random.default_rng(1)
        each = [work.glorot(widths, random) for _ in range(replicas)]
        parameters = jax.tree_util.tree_map(lambda *of: jnp.stack([jnp.asarray(one) for one in of]), *each)
        zeros = jax.tree_util.tree_map(jnp.zeros_like, parameters)
        more = jax.tree_util.tree_map(jnp.zeros_like, parameters)
        self.state = parameters, zeros, more, jnp.zeros(replicas, jnp.float32)
        run = functools.partial(epoch_of, batch, unroll)
        if replicas == 1:
            self.state = jax.tree_util.tree_map(lambda of: of[0], self.state)
        else:
            run = jax.vmap(run, in_axes=(None, None, 0, 0))
        self.run = jax.jit(run, donate_argnums=2)
        self.random = numpy.random.default_rng(2)

    def shuffle(self):
        orders = numpy.tile(numpy.arange(len(self.labels), dtype=numpy.int32), (self.replicas, 1))
        orders = self.random.permuted(orders, axis=1)
        self.order = jax.block_until_ready(jnp.asarray(orders[0] if self.replicas == 1 else orders))

    def epoch(self):
        self.state = self.run(self.images, self.labels, self.state, self.order)
        jax.block_until_ready(self.state)

    def steps(self):
        return int(numpy.asarray(self.state[3]).reshape(-1)[0])

    def classes(self):
        parameters = self.state[0]
        if self.replicas > 1:
            parameters = jax.tree_util.tree_map(lambda of: of[0], parameters)
        logits = numpy.asarray(outputs(parameters, self.tests))
        return (logits[:, 0] >= 0).astype(int) if logits.shape[1] == 1 else logits.argmax(1)


FORMS = {
    "scan": ("JAX, jit and lax.scan", {}),
    "unrolled": ("JAX, jit and lax.scan, unrolled by 8", {"unroll": 8}),
    "bytes": ("JAX, jit and lax.scan, images as bytes", {"as_bytes": True}),
    "graph": ("JAX, jit and lax.scan, in a CUDA graph", {}),
}


def main():
    given = work.options(["scan", "unrolled", "bytes"])
    platform = jax.devices()[0].platform
    if given.device == "cuda" and platform != "gpu":
        work.no_device(f"JAX {jax.__version__} sees no GPU, only {platform}")
    # float32 as Weft computes it: the default precision would be TF32 on the matrix units.
    jax.config.update("jax_default_matmul_precision", "highest")
    versions = f"JAX {jax.__version__} on {platform}"
    for form in given.forms:
        contestant, options = FORMS[form]
        work.measure(given, contestant, versions, functools.partial(Scan, **options), brief=form != "scan")


main()
