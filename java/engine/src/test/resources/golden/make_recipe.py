"""Makes recipe.*: a trajectory in float64, computed by PyTorch's autograd, with all that the tuned recipes add to a
training: AdamW, warm-up and cosine by step, masking noise (pixels zeroed, not scaled up) and the exponential average
of the weights.

    python3 make_recipe.py /usr/share/datasets/fashion-mnist .

Needs PyTorch and NumPy. The masks are an input of the trajectory: they are drawn here by Philox4x32-10, as the engine
draws them, from the seed in recipe.json.
"""

import gzip
import json
import math
import struct
import sys

import numpy as np
import torch

SEED = 12
LAYERS = [784, 32, 32, 10]
IMAGES = 3230
BATCH = 64
EPOCHS = 2
RATE = 0.003
WARMUP = 0.1
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7
WEIGHT_DECAY = 0.02
MASKING = np.float32(0.1)
AVERAGE_DECAY = 0.98


def philox(key, counters):
    """Philox4x32-10 of counters [n, 4]; uint32 [n, 4]."""
    c = [counters[:, i].astype(np.uint64) for i in range(4)]
    low = np.uint64(0xFFFFFFFF)
    k0, k1 = key & 0xFFFFFFFF, key >> 32
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c[0]
        p1 = np.uint64(0xCD9E8D57) * c[2]
        c = [
            (p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(k0),
            p1 & low,
            (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(k1),
            p0 & low,
        ]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack(c, axis=1)


def mask(rows, width, step):
    """1 where a pixel is kept: [rows, width]. Counters are (element / 4, layer, step, purpose of dropout)."""
    blocks = (rows * width + 3) // 4
    counters = np.zeros((blocks, 4), dtype=np.uint64)
    counters[:, 0] = np.arange(blocks)
    counters[:, 2] = step
    counters[:, 3] = 3
    bits = philox(SEED, counters).reshape(-1)[: rows * width]
    below = int(float(MASKING) * 4294967296.0)
    return (bits >= below).astype(np.float64).reshape(rows, width)


def images(folder, name, offset):
    with gzip.open(f"{folder}/{name}") as file:
        return np.frombuffer(file.read(), dtype=np.uint8)[offset:]


def load(folder, part):
    pixels = images(folder, f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    labels = images(folder, f"{part}-labels-idx1-ubyte.gz", 8)
    return torch.from_numpy(pixels.astype(np.float64) / 255), torch.from_numpy(labels.astype(np.int64))


def save(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def rate_of(step, total):
    """Linear over the first part of all steps, then half a cosine to 0 over those left."""
    warmup = int(WARMUP * total)
    if step < warmup:
        return RATE * (step + 1) / (warmup + 1)
    progress = (step - warmup) / (total - 1 - warmup)
    return RATE * (1 + math.cos(math.pi * progress)) / 2


def forward(x, weights, margins):
    for i in range(len(LAYERS) - 1):
        x = x @ weights[f"dense{i}.kernel"] + weights[f"dense{i}.bias"]
        if i + 2 < len(LAYERS):
            margins.append(x.detach().abs().min().item())
            x = torch.relu(x)
    return x


def main(folder, to):
    x, y = load(folder, "train")
    x, y = x[:IMAGES], y[:IMAGES]
    generator = np.random.default_rng(SEED)
    weights = {}
    for i, (inputs, outputs) in enumerate(zip(LAYERS, LAYERS[1:])):
        limit = math.sqrt(6 / (inputs + outputs))
        kernel = generator.uniform(-limit, limit, (inputs, outputs)).astype(np.float32).astype(np.float64)
        weights[f"dense{i}.kernel"] = torch.from_numpy(kernel).requires_grad_()
        weights[f"dense{i}.bias"] = torch.zeros(outputs, dtype=torch.float64).requires_grad_()
    save(f"{to}/recipe.init.safetensors", weights)
    first = {name: torch.zeros_like(w) for name, w in weights.items()}
    second = {name: torch.zeros_like(w) for name, w in weights.items()}
    average = {name: w.detach().clone() for name, w in weights.items()}
    steps_of_epoch = (IMAGES + BATCH - 1) // BATCH
    total = EPOCHS * steps_of_epoch
    losses, margins, epochs = [], [], []
    for step in range(total):
        at = step % steps_of_epoch * BATCH
        rows = min(BATCH, IMAGES - at)
        kept = torch.from_numpy(mask(rows, LAYERS[0], step))
        logits = forward(x[at : at + rows] * kept, weights, margins)
        loss = torch.nn.functional.cross_entropy(logits, y[at : at + rows])
        gradients = torch.autograd.grad(loss, list(weights.values()))
        losses.append(loss.item())
        if at == 0:
            epochs.append(0.0)
        epochs[-1] += loss.item() * rows / IMAGES
        rate, t = rate_of(step, total), step + 1
        size = rate * math.sqrt(1 - BETA2**t) / (1 - BETA1**t)
        with torch.no_grad():
            for (name, w), g in zip(weights.items(), gradients):
                if name.endswith("kernel"):
                    w *= 1 - rate * WEIGHT_DECAY
                first[name] += (g - first[name]) * (1 - BETA1)
                second[name] += (g * g - second[name]) * (1 - BETA2)
                w -= size * first[name] / (second[name].sqrt() + EPSILON)
                average[name] += (w - average[name]) * (1 - AVERAGE_DECAY)
    save(f"{to}/recipe.final.safetensors", weights)
    save(f"{to}/recipe.average.safetensors", average)
    test_x, test_y = load(folder, "t10k")
    logits = forward(test_x, average, [])
    facts = {
        "task": "multiclass",
        "layers": LAYERS,
        "batch_size": BATCH,
        "train_range": [0, IMAGES],
        "shuffle": False,
        "epochs": EPOCHS,
        "steps": total,
        "learning_rate": RATE,
        "warmup": WARMUP,
        "beta1": BETA1,
        "beta2": BETA2,
        "epsilon": EPSILON,
        "weight_decay": WEIGHT_DECAY,
        "clip_norm": 0.0,
        "masking_noise": 0.1,
        "average_decay": AVERAGE_DECAY,
        "seed": SEED,
        "loss_first_steps": losses[:20],
        "loss_per_epoch": epochs,
        "kink_margin": min(margins),
        "test_loss": torch.nn.functional.cross_entropy(logits, test_y).item(),
        "test_accuracy": (logits.argmax(1) == test_y).double().mean().item(),
    }
    with open(f"{to}/recipe.json", "w") as file:
        json.dump(facts, file, indent=1)


main(*sys.argv[1:])
