"""Training pairs: a pool of degraded regions, renewed while training, and random crops of it.

Making a region costs far more than cropping one, so each serves many crops. Region number n is a
function of the seed and n alone and enters the pool at a fixed step: a resumed run sees exactly
the batches it would have seen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from degrade import (
    MILD,
    degrade,
    degrade_design,
    degrade_photo,
    filter_with,
    from_image,
    gaussian_kernel,
    to_image,
)
from design_pictures import KINDS, render_design_picture
from network import SCALE

REGION_PX = 320
PHOTO_SHARE = 0.67
# Every HELD_OUT_STRIDE-th photo is never trained on: 8 of 148.
HELD_OUT_STRIDE, HELD_OUT_OFFSET = 18, 9

Pair = tuple[np.ndarray, np.ndarray]


def load_photos(folder: Path, held_out: bool) -> list[np.ndarray]:
    """Decoded photos, uint8 (H, W, 3): the held-out ones or all the others."""
    paths = sorted(folder.glob("*.jpg"))
    if not paths:
        raise FileNotFoundError(f"no .jpg pictures in {folder}")
    return [
        np.asarray(Image.open(path).convert("RGB"))
        for index, path in enumerate(paths)
        if (index % HELD_OUT_STRIDE == HELD_OUT_OFFSET) == held_out
    ]


def local_detail(picture: np.ndarray) -> float:
    """Mean absolute Laplacian of the green channel of uint8 (H, W, 3)."""
    green = picture[..., 1].astype(np.int16)
    middle = 4 * green[1:-1, 1:-1]
    around = green[:-2, 1:-1] + green[2:, 1:-1] + green[1:-1, :-2] + green[1:-1, 2:]
    return float(np.abs(middle - around).mean())


def crop_photo(rng: np.random.Generator, photo: np.ndarray, size: int) -> Image.Image:
    """A random size x size piece, sometimes of the photo made smaller, by preference detailed.

    Most are softened a little: photos shrunk for the web are crisper at the pixel than any camera,
    and a network that learns to promise such crispness is wrong about real scenes.
    """
    shortest = min(photo.shape[:2])
    largest = min(shortest, 2 * size)
    span = size if rng.random() < 0.5 else int(rng.integers(size, largest, endpoint=True))
    pieces = []
    for _ in range(3):
        top = int(rng.integers(photo.shape[0] - span, endpoint=True))
        left = int(rng.integers(photo.shape[1] - span, endpoint=True))
        pieces.append(photo[top : top + span, left : left + span])
    weights = np.array([local_detail(piece) + 1 for piece in pieces])
    piece = pieces[int(rng.choice(3, p=weights / weights.sum()))]
    image = Image.fromarray(piece).resize((size, size), Image.Resampling.LANCZOS)
    if rng.random() < 0.1:
        return image
    return to_image(filter_with(from_image(image), gaussian_kernel(rng.uniform(0.5, 1.6))))


class Regions(Dataset[Pair]):
    """Region n: (degraded (80, 80, 3), clean (320, 320, 3)), both uint8."""

    def __init__(self, photos: list[np.ndarray], seed: int) -> None:
        self.photos = photos
        self.seed = seed
        weights = np.array([np.sqrt(local_detail(photo)) for photo in photos])
        self.weights = weights / weights.sum()

    def __getitem__(self, number: int) -> Pair:
        rng = np.random.default_rng((self.seed, number))
        if rng.random() < PHOTO_SHARE:
            photo = self.photos[int(rng.choice(len(self.photos), p=self.weights))]
            image = crop_photo(rng, photo, REGION_PX)
            degraded = degrade_photo(rng, from_image(image))
        else:
            image = Image.fromarray(render_design_picture(rng, REGION_PX))
            degraded = degrade_design(rng, from_image(image))
        return np.asarray(to_image(degraded)), np.asarray(image)


def _prepare_worker(_: int) -> None:
    torch.set_num_threads(1)
    # Training must not wait for the processor because of pictures needed much later.
    os.nice(5)


class PairPool:
    """Ring of the latest ``capacity`` regions, out of which batches are cropped."""

    def __init__(
        self, regions: Regions, capacity: int, steps_per_region: int, first_step: int, workers: int
    ) -> None:
        self.seed = regions.seed
        self.capacity = capacity
        self.steps_per_region = steps_per_region
        self.degraded = np.zeros((capacity, REGION_PX // SCALE, REGION_PX // SCALE, 3), np.uint8)
        self.clean = np.zeros((capacity, REGION_PX, REGION_PX, 3), np.uint8)
        self.next_number = first_step // steps_per_region
        self.coming = self._generate(regions, self.next_number, workers)
        for _ in range(capacity):
            self._take()

    @staticmethod
    def _generate(regions: Regions, first: int, workers: int) -> Iterator[Pair]:
        loader = DataLoader(
            regions,
            batch_size=None,
            sampler=range(first, 2**31),
            num_workers=workers,
            prefetch_factor=16,
            collate_fn=lambda pair: pair,
            worker_init_fn=_prepare_worker,
            persistent_workers=True,
        )
        return iter(loader)

    def _take(self) -> None:
        slot = self.next_number % self.capacity
        self.degraded[slot], self.clean[slot] = next(self.coming)
        self.next_number += 1

    def batch(self, step: int, count: int, size: int) -> tuple[Tensor, Tensor]:
        """Degraded (count, 3, size, size) and clean (count, 3, 4 size, 4 size) of a step, 0..1."""
        while self.next_number < step // self.steps_per_region + self.capacity:
            self._take()
        rng = np.random.default_rng((self.seed, 2**32, step))
        degraded = np.empty((count, size, size, 3), np.uint8)
        clean = np.empty((count, size * SCALE, size * SCALE, 3), np.uint8)
        for index in range(count):
            slot = int(rng.integers(self.capacity))
            top, left = rng.integers(REGION_PX // SCALE - size, size=2, endpoint=True)
            turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
            low = self.degraded[slot, top : top + size, left : left + size]
            y, x, span = top * SCALE, left * SCALE, size * SCALE
            high = self.clean[slot, y : y + span, x : x + span]
            for target, source in ((degraded, low), (clean, high)):
                turned = np.rot90(source, turns)
                target[index] = turned[:, ::-1] if mirror else turned
        return _to_tensor(degraded), _to_tensor(clean)


def _to_tensor(pictures: np.ndarray) -> Tensor:
    """uint8 (N, H, W, 3) -> float32 (N, 3, H, W) in 0..1, channels last in memory."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(255)


def validation_pairs(photos: list[np.ndarray]) -> dict[str, list[Pair]]:
    """Fixed pairs of held-out photos and of design pictures never trained on, mildly degraded."""
    pairs: dict[str, list[Pair]] = {"photo": [], "design": []}
    for index in range(2 * len(photos)):
        rng = np.random.default_rng((987654321, 0, index))
        image = crop_photo(rng, photos[index // 2], REGION_PX)
        degraded = degrade(rng, from_image(image), MILD)
        pairs["photo"].append((np.asarray(to_image(degraded)), np.asarray(image)))
    for index in range(2 * len(KINDS)):
        rng = np.random.default_rng((987654321, 1, index))
        image = Image.fromarray(render_design_picture(rng, REGION_PX, index % len(KINDS)))
        degraded = degrade_design(rng, from_image(image))
        pairs["design"].append((np.asarray(to_image(degraded)), np.asarray(image)))
    return pairs
