"""Training pairs: a pool of degraded regions, renewed while training, and random crops of it.

Making a region costs far more than cropping one, so each serves many crops. Region number n is a
function of the seed and n alone and enters the pool at a fixed step: a resumed run sees exactly
the batches it would have seen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from condition import partly_told
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
from network import SCALES

# Sides of clean regions by scale: the degraded ones hold 6400, 16384 and 36864 pixels.
REGION_PX = {4: 320, 2: 256, 1: 192}
# Scales of successive regions and batches: twelve of 4, five of 2, three of 1.
SCALE_CYCLE = (4, 4, 2, 4, 1, 4, 4, 2, 4, 4, 2, 4, 1, 4, 2, 4, 4, 2, 4, 1)
# How soft cameras are at the pixel: a Gaussian's deviation in output pixels.
CAMERA_SOFTNESS_PX = {4: (0.5, 1.6), 2: (0.3, 0.9), 1: (0.0, 0.4)}
# Of the difference from a blur of one output pixel, added to photos that are to be crisp.
CRISP_SHARPENING = 0.5
PHOTO_SHARE = 0.62
# Every HELD_OUT_STRIDE-th photo is never trained on: 8 of 148.
HELD_OUT_STRIDE, HELD_OUT_OFFSET = 18, 9
# Shares of crops that are to come back faithful, fully crisp, or somewhere between.
FAITHFUL_SHARE, CRISP_SHARE = 0.6, 0.25


@dataclass
class Region:
    """A piece of a picture before and after damage; all pictures are uint8."""

    scale: int
    # (H, W, 3)
    degraded: np.ndarray
    # (s H, s W, 3), as crisp as a camera would see it, and as crisp as it can be.
    clean: np.ndarray
    crisp: np.ndarray
    # denoise, dejpeg, deblur, as they were.
    controls: tuple[float, float, float]
    content: str


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
    """A random size x size piece, sometimes of the photo made smaller, by preference detailed."""
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
    return Image.fromarray(piece).resize((size, size), Image.Resampling.LANCZOS)


def as_crisp_as_can_be(image: Image.Image) -> Image.Image:
    """A photo with the light sharpening that a retoucher ends with."""
    picture = from_image(image)
    soft = filter_with(picture, gaussian_kernel(1.0))
    return to_image(picture + CRISP_SHARPENING * (picture - soft))


def as_camera_sees(rng: np.random.Generator, image: Image.Image, scale: int) -> Image.Image:
    """Softens most photos a little.

    Photos shrunk for the web are crisper at the pixel than any camera, and a network that learns
    to promise such crispness is wrong about real scenes.
    """
    if rng.random() < 0.1:
        return image
    sigma = max(0.1, rng.uniform(*CAMERA_SOFTNESS_PX[scale]))
    return to_image(filter_with(from_image(image), gaussian_kernel(sigma)))


class Regions(Dataset[Region]):
    """Region n."""

    def __init__(self, photos: list[np.ndarray], seed: int) -> None:
        self.photos = photos
        self.seed = seed
        weights = np.array([np.sqrt(local_detail(photo)) for photo in photos])
        self.weights = weights / weights.sum()

    def __getitem__(self, number: int) -> Region:
        rng = np.random.default_rng((self.seed, number))
        scale = SCALE_CYCLE[number % len(SCALE_CYCLE)]
        size = REGION_PX[scale]
        if rng.random() < PHOTO_SHARE:
            photo = self.photos[int(rng.choice(len(self.photos), p=self.weights))]
            piece = crop_photo(rng, photo, size)
            image, crisp = as_camera_sees(rng, piece, scale), as_crisp_as_can_be(piece)
            degraded, damage = degrade_photo(rng, from_image(image), scale)
            content = "photo"
        else:
            pixels, content = render_design_picture(rng, size)
            crisp = image = Image.fromarray(pixels)
            degraded, damage = degrade_design(rng, from_image(image), scale)
        return Region(
            scale,
            np.asarray(to_image(degraded)),
            np.asarray(image),
            np.asarray(crisp),
            damage.controls(),
            content,
        )


def _prepare_worker(_: int) -> None:
    torch.set_num_threads(1)
    # Training must not wait for the processor because of pictures needed much later.
    os.nice(5)


@dataclass
class Batch:
    """Crops of one scale: float32, pictures (N, 3, ., .) in 0..1, channels last in memory."""

    scale: int
    degraded: Tensor
    # As crisp as each condition asks for.
    clean: Tensor
    # (N, condition.SIZE)
    conditions: Tensor
    # (N,), 0..1: how much texture may be made up. None in a faithful crop, none in a drawing.
    texture: Tensor

    def to(self, device: torch.device) -> Batch:
        return self.mapped(lambda values: values.to(device))

    def part(self, index: int, count: int) -> Batch:
        """Every ``count``-th crop, beginning with number ``index``."""
        return self.mapped(lambda values: values[index::count])

    def mapped(self, change: Callable[[Tensor], Tensor]) -> Batch:
        """The same batch with every tensor replaced by what ``change`` makes of it."""
        tensors = (self.degraded, self.clean, self.conditions, self.texture)
        return Batch(self.scale, *map(change, tensors))


class PairPool:
    """The latest ``capacity`` regions, out of which batches are cropped."""

    def __init__(
        self, regions: Regions, capacity: int, steps_per_region: int, first_step: int, workers: int
    ) -> None:
        self.seed = regions.seed
        self.capacity = capacity
        self.steps_per_region = steps_per_region
        self.latest: dict[int, list[Region]] = {scale: [] for scale in SCALES}
        self.next_number = first_step // steps_per_region
        self.coming = self._generate(regions, self.next_number, workers)
        for _ in range(capacity):
            self._take()

    @staticmethod
    def _generate(regions: Regions, first: int, workers: int) -> Iterator[Region]:
        loader = DataLoader(
            regions,
            batch_size=None,
            sampler=range(first, 2**31),
            num_workers=workers,
            prefetch_factor=16,
            collate_fn=lambda region: region,
            worker_init_fn=_prepare_worker,
            persistent_workers=True,
        )
        return iter(loader)

    def _take(self) -> None:
        region = next(self.coming)
        members = self.latest[region.scale]
        members.append(region)
        share = SCALE_CYCLE.count(region.scale) / len(SCALE_CYCLE)
        del members[: -round(share * self.capacity)]
        self.next_number += 1

    def batch(self, step: int, count: int, size: int) -> Batch:
        """``count`` crops of size x size input pixels for a step."""
        while self.next_number < step // self.steps_per_region + self.capacity:
            self._take()
        rng = np.random.default_rng((self.seed, 2**32, step))
        scale = SCALE_CYCLE[step % len(SCALE_CYCLE)]
        crispness = self._crispness(rng, count)
        crops = [self._crop(rng, scale, size, float(value)) for value in crispness]
        degraded, clean, crisp, conditions, texture = map(np.stack, zip(*crops, strict=True))
        blend = torch.from_numpy(crispness)[:, None, None, None]
        wanted = torch.lerp(_to_tensor(clean), _to_tensor(crisp), blend)
        told, texture = torch.from_numpy(conditions), torch.from_numpy(texture)
        return Batch(scale, _to_tensor(degraded), wanted, told, texture)

    @staticmethod
    def _crispness(rng: np.random.Generator, count: int) -> np.ndarray:
        """How crisp each crop of a batch is to come back: (count,) float32."""
        kind, between = rng.random(count), rng.random(count)
        values = np.where(kind < FAITHFUL_SHARE + CRISP_SHARE, 1.0, between)
        return np.where(kind < FAITHFUL_SHARE, 0.0, values).astype(np.float32)

    def _crop(
        self, rng: np.random.Generator, scale: int, size: int, crispness: float
    ) -> tuple[np.ndarray, ...]:
        """Degraded, clean and crisp picture, condition and weight of texture."""
        members = self.latest[scale]
        region = members[int(rng.integers(len(members)))]
        top, left = rng.integers(REGION_PX[scale] // scale - size, size=2, endpoint=True)
        turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
        pictures = []
        for picture, times in ((region.degraded, 1), (region.clean, scale), (region.crisp, scale)):
            y, x, span = top * times, left * times, size * times
            turned = np.rot90(picture[y : y + span, x : x + span], turns)
            pictures.append(turned[:, ::-1] if mirror else turned)
        told = partly_told(rng, scale, region.controls, region.content, crispness)
        texture = np.float32(crispness if region.content == "photo" else 0)
        return (*pictures, told, texture)


def _to_tensor(pictures: np.ndarray) -> Tensor:
    """uint8 (N, H, W, 3) -> float32 (N, 3, H, W) in 0..1, channels last in memory."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(255)


Pair = tuple[np.ndarray, np.ndarray]


def validation_pairs(photos: list[np.ndarray]) -> dict[str, tuple[int, list[Pair]]]:
    """(scale, pairs) by name: held-out photos and design pictures never trained on, as they come.

    Nothing is told about them.
    """
    sets: dict[str, tuple[int, list[Pair]]] = {}
    for scale in SCALES:
        size = REGION_PX[scale]
        photo_pairs, design_pairs = [], []
        for index in range(2 * len(photos)):
            rng = np.random.default_rng((987654321, 0, scale, index))
            image = as_camera_sees(rng, crop_photo(rng, photos[index // 2], size), scale)
            degraded, _ = degrade(rng, from_image(image), MILD, scale)
            photo_pairs.append((np.asarray(to_image(degraded)), np.asarray(image)))
        for index in range(2 * len(KINDS)):
            rng = np.random.default_rng((987654321, 1, scale, index))
            pixels, _ = render_design_picture(rng, size, index % len(KINDS))
            degraded, _ = degrade_design(rng, from_image(Image.fromarray(pixels)), scale)
            design_pairs.append((np.asarray(to_image(degraded)), pixels))
        sets[f"photo x{scale}"] = (scale, photo_pairs)
        sets[f"design x{scale}"] = (scale, design_pairs)
    return sets
