"""PSNR-Y and SSIM-Y as the super-resolution literature measures them."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

LUMA_WEIGHTS = np.array([65.481, 128.553, 24.966])


def luma(picture: np.ndarray) -> np.ndarray:
    """BT.601 studio-range luma, 16..235 and not rounded, of uint8 RGB (H, W, 3)."""
    return picture.astype(np.float64) / 255 @ LUMA_WEIGHTS + 16


def psnr_y(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB of unrounded luma, nothing cropped."""
    return float(10 * np.log10(255**2 / np.mean((luma(picture) - luma(truth)) ** 2)))


def ssim_y(picture: np.ndarray, truth: np.ndarray) -> float:
    """Structural similarity of luma rounded to 8 bits: 11x11 Gaussian, sigma 1.5, valid part."""
    first, second = np.round(luma(picture)), np.round(luma(truth))

    def smooth(values: np.ndarray) -> np.ndarray:
        return ndimage.gaussian_filter(values, 1.5, radius=5)[5:-5, 5:-5]

    mean_1, mean_2 = smooth(first), smooth(second)
    variance_1 = smooth(first**2) - mean_1**2
    variance_2 = smooth(second**2) - mean_2**2
    covariance = smooth(first * second) - mean_1 * mean_2
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    score = ((2 * mean_1 * mean_2 + c1) * (2 * covariance + c2)) / (
        (mean_1**2 + mean_2**2 + c1) * (variance_1 + variance_2 + c2)
    )
    return float(score.mean())
