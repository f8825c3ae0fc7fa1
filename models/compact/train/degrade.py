"""Turns a clean picture into a plausible damaged one of the same size, a half or a quarter of it.

Second-order degradation after Real-ESRGAN (blur, resize, noise, JPEG, twice, with sinc
filters), drawn from a mixture of strengths: most pictures people want enlarged are mildly
damaged, and a network trained on the full strength alone smears them. What was done is counted,
so that the network can be told.

Pictures are float32 tensors (3, H, W) in 0..1. Every resize maps the whole extent onto the whole
extent with half-pixel centres, so the answer stays aligned whatever the sizes in between.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image
from scipy import special
from torch import Tensor
from torch.nn import functional

from camera import through_mosaic
from condition import Damage

# "sampled" reads four neighbours without averaging: aliased, as sensors and fast scalers are.
RESAMPLERS = ("area", "bilinear", "bicubic", "sampled", "lanczos")
# Deviation of noise of the Poisson kind at medium grey and scale 1, in 255ths.
POISSON_NOISE_AT_GREY = 255 * (0.5 / 256) ** 0.5


@dataclass(frozen=True)
class Strength:
    """Ranges of one degradation level. Sigmas of blurs are in quarters of an input pixel."""

    blur_sigma: tuple[float, float]
    blur_chance: float
    resize_range: tuple[float, float]
    sharpen_chance: float
    gaussian_noise: tuple[float, float]
    poisson_scale: tuple[float, float]
    noise_chance: float
    jpeg_quality: tuple[int, int]
    jpeg_chance: float
    second_order: bool
    # Chance of a camera's mosaic, between the lens and its sharpening.
    mosaic_chance: float


MILD = Strength(
    blur_sigma=(0.5, 2.6),
    blur_chance=0.92,
    resize_range=(1.0, 1.0),
    sharpen_chance=0.55,
    gaussian_noise=(0.3, 4.0),
    poisson_scale=(0.02, 0.15),
    noise_chance=0.6,
    jpeg_quality=(75, 98),
    jpeg_chance=0.5,
    second_order=False,
    mosaic_chance=0.35,
)
MEDIUM = Strength(
    blur_sigma=(0.4, 2.8),
    blur_chance=0.92,
    resize_range=(0.4, 1.2),
    sharpen_chance=0.4,
    gaussian_noise=(1.0, 10.0),
    poisson_scale=(0.05, 0.8),
    noise_chance=0.7,
    jpeg_quality=(50, 95),
    jpeg_chance=0.7,
    second_order=False,
    mosaic_chance=0.25,
)
FULL = Strength(
    blur_sigma=(0.2, 3.0),
    blur_chance=1.0,
    resize_range=(0.15, 1.5),
    sharpen_chance=0.0,
    gaussian_noise=(1.0, 30.0),
    poisson_scale=(0.05, 3.0),
    noise_chance=1.0,
    jpeg_quality=(30, 95),
    jpeg_chance=1.0,
    second_order=True,
    mosaic_chance=0.1,
)
# Design pictures are exported, not photographed: scaled down, often compressed, rarely noisy.
DESIGN = Strength(
    blur_sigma=(0.2, 2.0),
    blur_chance=0.25,
    resize_range=(1.0, 1.0),
    sharpen_chance=0.1,
    gaussian_noise=(0.3, 3.0),
    poisson_scale=(0.02, 0.1),
    noise_chance=0.08,
    jpeg_quality=(60, 98),
    jpeg_chance=0.4,
    second_order=False,
    mosaic_chance=0.0,
)

# Nothing is wrong with it but a good JPEG encoder, if that.
SOUND = replace(
    MILD,
    blur_chance=0.0,
    sharpen_chance=0.0,
    noise_chance=0.0,
    jpeg_quality=(85, 98),
    jpeg_chance=0.4,
    mosaic_chance=0.0,
)
# Passed around: exported again and again.
WEB = replace(DESIGN, blur_chance=0.15, jpeg_quality=(30, 90), jpeg_chance=1.0)


def resize(picture: Tensor, height: int, width: int, method: str) -> Tensor:
    """Resizes (3, H, W) to (3, height, width) with half-pixel centres."""
    if picture.shape[1:] == (height, width):
        return picture
    if method == "lanczos":
        channels = [
            np.asarray(Image.fromarray(plane).resize((width, height), Image.Resampling.LANCZOS))
            for plane in picture.numpy()
        ]
        return torch.from_numpy(np.stack(channels))
    if method == "area":
        return functional.interpolate(picture[None], (height, width), mode="area")[0]
    mode = "bilinear" if method == "sampled" else method
    return functional.interpolate(
        picture[None], (height, width), mode=mode, antialias=method != "sampled"
    )[0]


def filter_with(picture: Tensor, kernel: np.ndarray) -> Tensor:
    """Filters each channel with one odd-sized kernel (K, K); edges replicate."""
    radius = kernel.shape[0] // 2
    weight = torch.from_numpy(kernel.astype(np.float32))[None, None].expand(3, 1, -1, -1)
    padded = functional.pad(picture[None], [radius] * 4, mode="replicate")
    return functional.conv2d(padded, weight, groups=3)[0]


def blur_kernel(
    rng: np.random.Generator, sigma_range: tuple[float, float]
) -> tuple[np.ndarray, float]:
    """Gaussian, generalised Gaussian or plateau kernel (K, K), sum 1, and its mean sigma.

    Isotropic or not.
    """
    first = rng.uniform(*sigma_range)
    second = first if rng.random() < 0.69 else rng.uniform(*sigma_range)
    angle = rng.uniform(-np.pi, np.pi)
    family = rng.choice(("gaussian", "generalised", "plateau"), p=(0.7, 0.15, 0.15))
    radius = int(np.clip(np.ceil(3 * max(first, second)), 2, 10))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    along = x * np.cos(angle) + y * np.sin(angle)
    across = y * np.cos(angle) - x * np.sin(angle)
    distance = (along / first) ** 2 + (across / second) ** 2
    if family == "gaussian":
        kernel = np.exp(-0.5 * distance)
    elif family == "generalised":
        kernel = np.exp(-0.5 * distance ** rng.uniform(0.5, 4.0))
    else:
        kernel = 1 / (1 + distance ** rng.uniform(1.0, 2.0))
    return kernel / kernel.sum(), (first + second) / 2


def sinc_kernel(rng: np.random.Generator) -> np.ndarray:
    """Circular low-pass kernel that rings, as sharpened or over-compressed pictures do."""
    radius = int(rng.integers(3, 11))
    cutoff = rng.uniform(np.pi / 3 if radius < 6 else np.pi / 5, np.pi)
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    distance = np.hypot(x, y)
    distance[radius, radius] = 1
    kernel = cutoff * special.j1(cutoff * distance) / (2 * np.pi * distance)
    kernel[radius, radius] = cutoff**2 / (4 * np.pi)
    return kernel / kernel.sum()


def gaussian_kernel(sigma: float) -> np.ndarray:
    """Small Gaussian kernel for sigmas up to about 1.7: (11, 11), sum 1."""
    profile = np.exp(-(np.arange(-5, 6) ** 2) / (2 * sigma**2))
    return np.outer(profile, profile) / profile.sum() ** 2


def sharpen(rng: np.random.Generator, picture: Tensor) -> Tensor:
    """Unsharp mask with its halos, as cameras and many downscalers apply it.

    Teaches the network to take halos back and not to sharpen what has been sharpened.
    """
    soft = filter_with(picture, gaussian_kernel(rng.uniform(0.5, 1.7)))
    return (picture + rng.uniform(0.2, 1.4) * (picture - soft)).clamp(0, 1)


def add_noise(picture: Tensor, noise: Tensor, deviation: Tensor | float) -> Tensor:
    """Noise of unit deviation (3 or 1, H, W) times ``deviation`` in 255ths, clamped to 0..1."""
    return (picture + noise * deviation / 255).clamp(0, 1)


def random_noise(
    rng: np.random.Generator, picture: Tensor, strength: Strength, damage: Damage
) -> Tensor:
    """Gaussian or signal-dependent noise, grey or per channel, white or grainy."""
    channels = 1 if rng.random() < 0.4 else 3
    noise = white_noise(rng, picture)
    if rng.random() < 0.35:
        # Cameras leave grain, not white noise: demosaicing and denoising smear it.
        kernel = gaussian_kernel(rng.uniform(0.4, 0.9))
        noise = filter_with(noise, kernel / np.sqrt((kernel**2).sum()))
    if rng.random() < 0.5:
        level = rng.uniform(*strength.gaussian_noise)
        deviation: Tensor | float = level
    else:
        # The Gaussian of the same variance as Poisson noise with 256 counts at scale 1.
        scale = rng.uniform(*strength.poisson_scale)
        level = scale * POISSON_NOISE_AT_GREY
        light = picture.mean(dim=0, keepdim=True) if channels == 1 else picture
        deviation = 255 * (light.clamp(0, 1) / 256).sqrt() * scale
    damage.noise = float(np.hypot(damage.noise, level))
    return add_noise(picture, noise[:channels], deviation)


def white_noise(rng: np.random.Generator, picture: Tensor) -> Tensor:
    """Independent values of unit deviation, as many as the picture has."""
    return torch.from_numpy(rng.standard_normal(picture.shape, dtype=np.float32))


def to_image(picture: Tensor) -> Image.Image:
    """Rounds (3, H, W) in 0..1 to an 8-bit RGB image."""
    values = (picture.clamp(0, 1) * 255).round().byte().permute(1, 2, 0)
    return Image.fromarray(np.ascontiguousarray(values.numpy()))


def from_image(image: Image.Image) -> Tensor:
    """8-bit RGB image -> float32 (3, H, W) in 0..1."""
    values = np.asarray(image.convert("RGB"), dtype=np.float32) / 255
    return torch.from_numpy(values).permute(2, 0, 1).contiguous()


def compress(picture: Tensor, quality: int, subsampling: int) -> Tensor:
    """One JPEG round trip; subsampling as Pillow counts it, 0 none and 2 halved chroma."""
    buffer = io.BytesIO()
    to_image(picture).save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    return from_image(Image.open(buffer))


def random_compression(
    rng: np.random.Generator, picture: Tensor, strength: Strength, damage: Damage
) -> Tensor:
    """One JPEG round trip, usually with halved chroma as cameras and web exporters do."""
    quality = int(rng.integers(*strength.jpeg_quality, endpoint=True))
    damage.quality = min(damage.quality, quality)
    return compress(picture, quality, 2 if rng.random() < 0.7 else 0)


def quantise_palette(rng: np.random.Generator, picture: Tensor) -> Tensor:
    """Reduces to a palette, as GIF and PNG-8 exports do, with or without dithering."""
    dither = Image.Dither.FLOYDSTEINBERG if rng.random() < 0.4 else Image.Dither.NONE
    colours = int(2 ** rng.uniform(4, 8))
    reduced = to_image(picture).quantize(colours, Image.Quantize.MEDIANCUT)
    if dither == Image.Dither.FLOYDSTEINBERG:
        reduced = to_image(picture).quantize(palette=reduced, dither=dither)
    return from_image(reduced)


def random_factor(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """A factor of the given range, below 1 more often than above."""
    low, high = limits
    return rng.uniform(low, 1) if rng.random() < 0.78 else rng.uniform(min(1, high), high)


def random_resize(
    rng: np.random.Generator, picture: Tensor, height: int, width: int, limits: tuple[float, float]
) -> Tensor:
    """Resizes to height x width times a random factor."""
    factor = random_factor(rng, limits)
    method = str(rng.choice(RESAMPLERS[:4]))
    return resize(picture, max(8, round(height * factor)), max(8, round(width * factor)), method)


def degrade(
    rng: np.random.Generator, clean: Tensor, strength: Strength, scale: int
) -> tuple[Tensor, Damage]:
    """Clean (3, s h, s w) -> degraded (3, h, w), rounded to 8 bits, and what was done to it."""
    height, width = clean.shape[1] // scale, clean.shape[2] // scale
    damage = Damage()

    def blur(picture: Tensor, sigma_range: tuple[float, float]) -> Tensor:
        """Blurs by sigmas given in quarters of an input pixel, whatever the picture's size now."""
        unit = picture.shape[1] / height / 4
        kernel, sigma = blur_kernel(rng, (sigma_range[0] * unit, sigma_range[1] * unit))
        damage.blur_px = float(np.hypot(damage.blur_px, sigma / (4 * unit)))
        return filter_with(picture, kernel)

    picture = clean
    if rng.random() < strength.blur_chance:
        if strength.second_order and rng.random() < 0.1:
            picture = filter_with(picture, sinc_kernel(rng))
        else:
            picture = blur(picture, strength.blur_sigma)
    if strength.resize_range != (1.0, 1.0):
        picture = random_resize(rng, picture, *clean.shape[1:], strength.resize_range)
        # Pixels as small as before hold less when they were fewer in between.
        fewer = clean.shape[1] / picture.shape[1] / scale
        damage.blur_px = float(np.hypot(damage.blur_px, 0.5 * max(0.0, fewer - 1 / scale)))
    if strength.second_order:
        picture = random_noise(rng, picture, strength, damage)
        picture = random_compression(rng, picture, strength, damage)
        if rng.random() < 0.8:
            picture = blur(picture, (0.8, 3.2))
        if rng.random() < 0.7:
            picture = random_resize(rng, picture, height, width, (0.3, 1.2))
    picture = resize(picture, height, width, str(rng.choice(RESAMPLERS)))
    if rng.random() < strength.mosaic_chance:
        row, column = rng.integers(2, size=2)
        picture = through_mosaic(picture, int(row), int(column))
    if rng.random() < strength.sharpen_chance:
        picture = sharpen(rng, picture)
    if rng.random() < strength.noise_chance:
        picture = random_noise(rng, picture, strength, damage)
    if strength.second_order and rng.random() < 0.4:
        picture = filter_with(picture, sinc_kernel(rng))
    if rng.random() < strength.jpeg_chance:
        picture = random_compression(rng, picture, strength, damage)
    return from_image(to_image(picture)), damage


def degrade_photo(rng: np.random.Generator, clean: Tensor, scale: int) -> tuple[Tensor, Damage]:
    """Mild, medium or full degradation of a photograph: (3, s h, s w) -> (3, h, w)."""
    # What is not to be enlarged is often sound, and has to stay so.
    if scale == 1 and rng.random() < 0.25:
        return degrade(rng, clean, SOUND, scale)
    choice = rng.random()
    strength = MILD if choice < 0.5 else MEDIUM if choice < 0.84 else FULL
    return degrade(rng, clean, softer(rng, strength, scale), scale)


def degrade_design(rng: np.random.Generator, clean: Tensor, scale: int) -> tuple[Tensor, Damage]:
    """Mostly clean reduction of a design picture, now and then a palette or real damage."""
    choice = rng.random()
    if choice < 0.08:
        picture, damage = degrade(rng, clean, DESIGN, scale)
        return quantise_palette(rng, picture), damage
    if choice < 0.6:
        return degrade(rng, clean, DESIGN, scale)
    if choice < 0.86:
        return degrade(rng, clean, WEB, scale)
    return degrade(rng, clean, MILD if choice < 0.95 else MEDIUM, scale)


def softer(rng: np.random.Generator, strength: Strength, scale: int) -> Strength:
    """More blur for small scales, now and then.

    What is to stay as large as it is, is too soft already: out of focus, or enlarged by others.
    """
    if scale == 4 or rng.random() < 0.5:
        return strength
    low, high = strength.blur_sigma
    return replace(strength, blur_sigma=(low, high * (2 if scale == 1 else 1.5)))
