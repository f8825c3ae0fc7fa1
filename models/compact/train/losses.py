"""What training asks of an answer. Pictures are (N, 3, H, W), about 0..1."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm


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


# Side of the squares of output pixels whose grain is measured together.
GRAIN_CELL_PX = 8
# Deviation of the grain that any photograph gets, and the most that makes up for missing texture.
LEAST_GRAIN, MOST_GRAIN = 2.5 / 255, 4 / 255


def fine_energy(picture: Tensor) -> Tensor:
    """Mean square of luma's finest detail in cells: (N, 1, H / 8, W / 8)."""
    weights = picture.new_tensor([0.299, 0.587, 0.114])[:, None, None]
    values = (picture * weights).sum(dim=1, keepdim=True)
    fine = values - functional.avg_pool2d(values, 3, 1, 1, count_include_pad=False)
    return functional.avg_pool2d(fine**2, GRAIN_CELL_PX)


def grain_loss(
    amount: Tensor, grain: Tensor, restored: Tensor, clean: Tensor, texture: Tensor
) -> Tensor:
    """How far the amounts of grain (N, 1, h, w) are from what they should be.

    A photograph without any grain looks like plastic; where texture is missing, more of it makes up
    for that. ``grain`` is of unit deviation and as large as the pictures, (N, 1, H, W); what of it
    counts as fine detail is measured alike. Wanted is nothing where ``texture`` (N,) is 0.
    """
    missing = (fine_energy(clean) - fine_energy(restored)).clamp(min=0)
    unit = fine_energy(grain.expand(-1, 3, -1, -1)).mean()
    wanted = (missing / unit + LEAST_GRAIN**2).sqrt().clamp(max=MOST_GRAIN)
    wanted = wanted * (texture > 0)[:, None, None, None]
    return functional.mse_loss(functional.adaptive_avg_pool2d(amount, wanted.shape[2:]), wanted)


class PatchCritic(nn.Module):
    """Tells pieces of true photographs from restored ones, by their texture alone.

    It sees 26 output pixels at a time and, beside them, the plain enlargement they came from, so
    that it judges whether a texture fits and not only whether it is pretty.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        sizes = ((6, 24, 4, 2), (24, 48, 4, 2), (48, 48, 3, 1), (48, 1, 3, 1))
        for inputs, outputs, size, stride in sizes:
            layers += [spectral_norm(nn.Conv2d(inputs, outputs, size, stride)), nn.LeakyReLU(0.2)]
        self.layers = nn.Sequential(*layers[:-1])
        self.eval()

    @torch.no_grad()
    def refresh(self) -> None:
        """Brings the estimates of the layers' norms up to date.

        Only here, because several threads use the critic at once and each use would change them.
        """
        self.train()
        for layer in self.layers[::2]:
            _ = layer.weight
        self.eval()

    def forward(self, picture: Tensor, enlarged: Tensor) -> Tensor:
        """One score per patch, high for what looks true: (N, 1, h, w)."""
        # Mid-grey is its zero, as everywhere in adversarial training.
        both = torch.cat([picture, enlarged], dim=1) * 2 - 1
        with torch.autocast(picture.device.type, torch.bfloat16):
            scores = self.layers(both.contiguous(memory_format=torch.channels_last))
        return scores.float()


def weighted(values: Tensor, weights: Tensor) -> Tensor:
    """Mean over everything of per-patch values (N, 1, h, w) times weights (N,)."""
    return (values.mean(dim=(1, 2, 3)) * weights).mean()
