"""The compact x4 restoration network.

Plain 3x3 convolutions at the resolution of the input, a fixed bicubic enlargement added to
their answer, and one depth-to-space step: the cheapest shape for a wasm SIMD or WebGPU runtime.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

SCALE = 4
NEGATIVE_SLOPE = 0.1


def bicubic_weight(scale: int = SCALE) -> Tensor:
    """Weights of a 5x5 convolution that enlarges RGB bicubically when followed by a pixel shuffle.

    Pixel centres lie at half-integers and the cubic has a = -0.5, as in Pillow, so the result
    equals ``Image.resize(..., BICUBIC)`` away from the borders. Shape: (3 * scale**2, 3, 5, 5).
    """
    taps = torch.arange(-2, 3, dtype=torch.float64)
    phases = (torch.arange(scale, dtype=torch.float64) + 0.5) / scale - 0.5
    distance = (taps[None, :] - phases[:, None]).abs()
    a = -0.5
    near = (a + 2) * distance**3 - (a + 3) * distance**2 + 1
    far = a * (distance**3 - 5 * distance**2 + 8 * distance - 4)
    rows = torch.where(distance <= 1, near, torch.where(distance < 2, far, 0.0))
    kernels = torch.einsum("yi,xj->yxij", rows, rows).reshape(scale**2, 5, 5)
    weight = torch.zeros(3, scale**2, 3, 5, 5, dtype=torch.float64)
    for channel in range(3):
        weight[channel, :, channel] = kernels
    return weight.reshape(3 * scale**2, 3, 5, 5).float()


class CompactNetwork(nn.Module):
    """x4 restoration: RGB (N, 3, H, W) in 0..1 -> RGB (N, 3, 4H, 4W), about 0..1, not clamped.

    Flat colours come back unchanged by construction. The kernels of the first layer sum to
    zero, so the body sees contrast and never the colour itself, and its (constant) answer to no
    contrast at all is subtracted. What remains on a flat area is the bicubic term: the colour.
    """

    def __init__(self, width: int = 48, depth: int = 10) -> None:
        super().__init__()
        self.width = width
        self.depth = depth
        self.head = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(depth))
        self.tail = nn.Conv2d(width, 3 * SCALE**2, 3, padding=1, bias=False)
        self.register_buffer("skip_weight", bicubic_weight(), persistent=False)
        for layer in (self.head, *self.body):
            nn.init.kaiming_normal_(layer.weight, a=NEGATIVE_SLOPE)
            nn.init.zeros_(layer.bias)
        # A small tail makes the untrained network a bicubic enlargement.
        nn.init.normal_(self.tail.weight, std=1e-3)

    @property
    def reach(self) -> int:
        """Radius of the receptive field in input pixels."""
        return self.depth + 2

    def head_weight(self) -> Tensor:
        """First kernels with their mean removed per input channel: (width, 3, 3, 3)."""
        return self.head.weight - self.head.weight.mean(dim=(2, 3), keepdim=True)

    def flat_answer(self) -> Tensor:
        """What head, body and tail answer to any flat colour: (48,)."""
        value = functional.leaky_relu(self.head.bias, NEGATIVE_SLOPE)
        for layer in self.body:
            value = functional.leaky_relu(
                layer.weight.sum(dim=(2, 3)) @ value + layer.bias, NEGATIVE_SLOPE
            )
        return self.tail.weight.sum(dim=(2, 3)) @ value

    def forward(self, image: Tensor) -> Tensor:
        skip = functional.conv2d(image, self.skip_weight, padding=2)
        # Only the body may run in bfloat16: the skip carries the colour and needs all its bits.
        with torch.autocast(image.device.type, torch.bfloat16, enabled=self.training):
            value = functional.conv2d(image, self.head_weight(), self.head.bias, padding=1)
            value = functional.leaky_relu(value, NEGATIVE_SLOPE, inplace=True)
            for layer in self.body:
                value = functional.leaky_relu(layer(value), NEGATIVE_SLOPE, inplace=True)
            value = self.tail(value)
        with torch.autocast(image.device.type, enabled=False):
            detail = value.float() - self.flat_answer()[:, None, None]
        return functional.pixel_shuffle(skip + detail, SCALE)


def parameter_count(network: nn.Module) -> int:
    """Number of trained values."""
    return sum(parameter.numel() for parameter in network.parameters())
