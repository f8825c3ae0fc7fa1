"""The condition vector: what the network is told about a picture.

All zeros mean that nothing is known and the answer is to be faithful and four times as large. A
control that is known has its value, 0 to 1, and a 1 beside it; content is one of three; ``crisp``
goes from 0, what the picture shows, to 1, how sharp such a thing would look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Index of (value, known).
CONTROLS = {"denoise": (0, 1), "dejpeg": (2, 3), "deblur": (4, 5)}
CONTENT = {"photo": 6, "illustration": 7, "text": 8}
CRISP = 9
# Index of the scales that are not the first one.
SCALES = {2: 10, 1: 11}
SIZE = 12

# What counts as 1: noise of this deviation (of 255), JPEG this far from quality 100, a Gaussian
# blur of this deviation in input pixels.
HEAVY_NOISE = 20.0
HEAVY_COMPRESSION = 70.0
HEAVY_BLUR_PX = 1.0


@dataclass
class Damage:
    """What was really done to a picture."""

    # Deviation of all noise, in 255ths.
    noise: float = 0.0
    # Least JPEG quality; 100 when never compressed.
    quality: int = 100
    # Deviation of all blurs together, in pixels of the input.
    blur_px: float = 0.0

    def controls(self) -> tuple[float, float, float]:
        """Values of denoise, dejpeg and deblur, each 0..1.

        Noise goes by its square root: faint grain is common and told apart more finely.
        """
        return (
            min(1.0, self.noise / HEAVY_NOISE) ** 0.5,
            min(1.0, (100 - self.quality) / HEAVY_COMPRESSION),
            min(1.0, self.blur_px / HEAVY_BLUR_PX),
        )


def neutral(scale: int, crisp: float = 0.0) -> np.ndarray:
    """The vector that leaves everything to the network: (SIZE,) float32."""
    vector = np.zeros(SIZE, np.float32)
    vector[CRISP] = crisp
    if scale in SCALES:
        vector[SCALES[scale]] = 1
    return vector


def partly_told(
    rng: np.random.Generator,
    scale: int,
    controls: tuple[float, float, float],
    content: str,
    crisp: float,
) -> np.ndarray:
    """The truth, each part of it left out half of the time: (SIZE,) float32."""
    vector = neutral(scale, crisp)
    for (value, known), strength in zip(CONTROLS.values(), controls, strict=True):
        if rng.random() < 0.5:
            vector[value], vector[known] = strength, 1
    if rng.random() < 0.5:
        vector[CONTENT[content]] = 1
    return vector
