"""What training asks of an answer. Pictures are (N, 3, H, W), about 0..1."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def structure_loss(restored: Tensor, clean: Tensor) -> Tensor:
    """1 - SSIM of luma, with the window of the metric: 11x11 Gaussian, sigma 1.5."""
    weights = restored.new_tensor([0.299, 0.587, 0.114])[:, None, None]
    first = (restored * weights).sum(dim=1, keepdim=True)
    second = (clean * weights).sum(dim=1, keepdim=True)
    taps = torch.exp(-((torch.arange(11, device=restored.device) - 5.0) ** 2) / (2 * 1.5**2))
    taps = taps / taps.sum()
    maps = torch.cat([first, second, first * first, second * second, first * second], dim=1)
    kernel = taps.expand(5, 1, 1, 11)
    maps = functional.conv2d(maps, kernel, groups=5)
    maps = functional.conv2d(maps, kernel.transpose(2, 3), groups=5)
    mean_1, mean_2, square_1, square_2, product = maps.unbind(dim=1)
    c1, c2 = 0.01**2, 0.03**2
    covariance = product - mean_1 * mean_2
    variances = square_1 - mean_1**2 + square_2 - mean_2**2
    score = (2 * mean_1 * mean_2 + c1) * (2 * covariance + c2)
    score = score / ((mean_1**2 + mean_2**2 + c1) * (variances + c2))
    return 1 - score.mean()
