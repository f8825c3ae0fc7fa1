"""Tell photographs from drawings by the statistics of a whole picture.

python content.py --photos PHOTOS --out content.json

The network sees a few dozen pixels at a time, and where those show a soft edge it cannot know
whether it belongs to a face or to a letter. A glance at the whole picture can: drawings repeat
their colours. A logistic regression over the measures below, fitted to damaged training pictures.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from dataset import Regions, load_photos

# What is measured, in order; src/inference/image/content-measures.ts measures the same.
MEASURES = (
    "equal",
    "within1",
    "within2",
    "within4",
    "strong",
    "evenness",
    "mainColour",
    "mainColours",
    "logColours",
)
STRONG_STEP = 40
MAIN_COLOURS = 4
BITS = 5
# Regions of its own seed, so that it is not fitted to what the network is trained on.
SEED = 77
SHRINKAGE = 1e-3
FIT_STEPS = 4000
# Below a probability of 1 - CERTAINTY it is a photo, from CERTAINTY on a drawing, else undecided.
CERTAINTY = 0.75


def measures(picture: np.ndarray) -> list[float]:
    """Statistics of uint8 (H, W, 3), each independent of its size, in the order of MEASURES.

    Of steps between neighbours (largest of the channels): shares of those of 0, at most 1, 2, 4 and
    above STRONG_STEP, and mean over root mean square. Of colours at BITS bits a channel: share of
    the most frequent one and of the MAIN_COLOURS most frequent, and the logarithm of their number.
    """
    values = picture.astype(np.int32)
    steps = np.concatenate(
        [np.abs(np.diff(values, axis=axis)).max(axis=2).ravel() for axis in (0, 1)]
    )
    rough = values >> (8 - BITS)
    codes = (rough[..., 0] << 2 * BITS) | (rough[..., 1] << BITS) | rough[..., 2]
    counts = np.sort(np.unique(codes, return_counts=True)[1])[::-1]
    shares = counts / counts.sum()
    spread = float(np.sqrt((steps.astype(np.float64) ** 2).mean()))
    return [
        *(float((steps <= most).mean()) for most in (0, 1, 2, 4)),
        float((steps > STRONG_STEP).mean()),
        float(steps.mean() / spread) if spread else 0.0,
        float(shares[0]),
        float(shares[:MAIN_COLOURS].sum()),
        float(np.log(len(counts))),
    ]


def fit(samples: np.ndarray, drawn: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression by gradient descent on standardised samples."""
    mean, deviation = samples.mean(axis=0), samples.std(axis=0) + 1e-9
    standard = (samples - mean) / deviation
    weights, bias = np.zeros(len(mean)), 0.0
    for _ in range(FIT_STEPS):
        error = 1 / (1 + np.exp(-(standard @ weights + bias))) - drawn
        weights -= 0.5 * (standard.T @ error / len(error) + SHRINKAGE * weights)
        bias -= 0.5 * float(error.mean())
    weights = weights / deviation
    return weights, bias - float(weights @ mean)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of training photos")
    parser.add_argument("--out", type=Path, required=True, help="JSON file for export.py")
    parser.add_argument("--regions", type=int, default=2000)
    arguments = parser.parse_args()

    regions = Regions(load_photos(arguments.photos, held_out=False), SEED)
    members = [regions[number] for number in range(arguments.regions)]
    samples = np.array([measures(member.degraded) for member in members])
    drawn = np.array([float(member.content != "photo") for member in members])
    fitted = len(members) * 3 // 4
    weights, bias = fit(samples[:fitted], drawn[:fitted])
    chance = 1 / (1 + np.exp(-(samples[fitted:] @ weights + bias)))
    decided = np.maximum(chance, 1 - chance) >= CERTAINTY
    right = (chance >= 0.5) == (drawn[fitted:] == 1)
    print(
        f"of {len(chance)} pieces not fitted to: {decided.mean():.1%} decided, "
        f"{right[decided].mean():.1%} of those rightly"
    )
    detector = {
        "weights": dict(zip(MEASURES, np.round(weights, 5).tolist(), strict=True)),
        "bias": round(bias, 5),
        "certainty": CERTAINTY,
        "below": "photo",
        "above": "text",
    }
    arguments.out.write_text(json.dumps(detector, indent=2) + "\n")


if __name__ == "__main__":
    main()
