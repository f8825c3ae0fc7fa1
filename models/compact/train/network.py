"""The compact restoration network.

Only convolutions, in two resolutions: a few narrow ones at that of the input, which keep edges
where they are, and wide ones at half of it, which see far and cost a quarter. A fixed bicubic
enlargement is added to their answer. What the network is told arrives as biases.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

import condition

SCALES = (4, 2, 1)
NEGATIVE_SLOPE = 0.1
# How far one level of one pixel turns the phase of grain at most.
GRAIN_TURNS = 0.4
# How soft grain is: a Gaussian's deviation in output pixels.
GRAIN_SOFTNESS_PX = 0.7
# Tile starts and picture sides have to be multiples of this, in input pixels.
ALIGNMENT = 2


def channels_of(scale: int) -> int:
    """Values per input pixel of an enlarged RGB picture."""
    return 3 * scale**2


def bicubic_weight(scale: int) -> Tensor:
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
    return weight.reshape(channels_of(scale), 3, 5, 5).float()


def phase_weight() -> Tensor:
    """Fixed 3x3 kernels that turn a picture into phases, in turns, one per output pixel at x4.

    Shape: (16, 3, 3, 3).
    """
    generator = torch.Generator().manual_seed(20)
    spread = torch.rand(max(SCALES) ** 2, 3, 3, 3, generator=generator) * 2 - 1
    return spread * GRAIN_TURNS * 255


def softening_weight(scale: int) -> Tensor:
    """Kernels that soften white noise at the output's resolution, before its pixel shuffle.

    From triangular waves to grain of unit deviation. Shape: (scale**2, 16, 3, 3); at scales below
    4 only the first scale**2 channels of the noise are used.
    """
    taps = torch.arange(-2, 3)
    profile = torch.exp(-(taps.double() ** 2) / (2 * GRAIN_SOFTNESS_PX**2))
    kernel = profile[:, None] * profile
    # A triangular wave of a random phase has a variance of a third.
    kernel /= (kernel**2).sum().sqrt() / 3**0.5
    weight = torch.zeros(scale**2, max(SCALES) ** 2, 3, 3, dtype=torch.float64)
    phases = range(scale)
    for y, x, down, right in itertools.product(phases, phases, taps.tolist(), taps.tolist()):
        cell_y, phase_y = divmod(y + down, scale)
        cell_x, phase_x = divmod(x + right, scale)
        # At x1 the outer taps lie two pixels away, and are as good as nothing.
        if abs(cell_y) <= 1 and abs(cell_x) <= 1:
            source = phase_y * scale + phase_x
            weight[y * scale + x, source, cell_y + 1, cell_x + 1] += kernel[down + 2, right + 2]
    return weight.float()


def waves(image: Tensor, phases: Tensor) -> Tensor:
    """Noise in -1..1 wherever a picture varies at all, and constants where it is flat.

    Seeded with the picture itself, it is the same in every run, on every engine, and wherever
    tiles are cut. A triangular wave, because it is continuous and needs no sine of large
    arguments, which GPUs get wrong.
    """
    turns = functional.conv2d(replicate(image), phases)
    return 4 * (turns - turns.floor() - 0.5).abs() - 1


def convolution(inputs: int, outputs: int, size: int, stride: int = 1) -> nn.Conv2d:
    """A convolution without padding or bias; both are given to it where it is used."""
    layer = nn.Conv2d(inputs, outputs, size, stride=stride, bias=False)
    nn.init.kaiming_normal_(layer.weight, a=NEGATIVE_SLOPE)
    return layer


def replicate(value: Tensor, radius: int = 1) -> Tensor:
    """Continues a picture past its edges by their own values."""
    return functional.pad(value, [radius] * 4, mode="replicate")


def summed(layer: nn.Conv2d) -> Tensor:
    """What a convolution does to flat maps, as a matrix (outputs, inputs)."""
    return layer.weight.float().sum(dim=(2, 3))


class CompactNetwork(nn.Module):
    """RGB (N, 3, H, W) in 0..1 and conditions (N, condition.SIZE) -> a restored picture.

    H and W are even. The answer is (N, 3, s H, s W) for the scale s asked for, not clamped.

    Flat colours come back unchanged by construction, whatever the condition. The kernels of the
    first layer sum to zero, so the other layers see contrast and never the colour itself, and
    their (constant) answers to no contrast at all are subtracted, once where the coarse part joins
    the fine one and once at the end. What remains on a flat area is the bicubic term: the colour.
    """

    def __init__(
        self,
        fine_width: int = 32,
        fine_depth: int = 3,
        coarse_width: int = 64,
        coarse_depth: int = 2,
        refine_depth: int = 3,
    ) -> None:
        super().__init__()
        fine, coarse = fine_width, coarse_width
        self.shape = {
            "fine_width": fine_width,
            "fine_depth": fine_depth,
            "coarse_width": coarse_width,
            "coarse_depth": coarse_depth,
            "refine_depth": refine_depth,
        }
        self.head = convolution(3, fine, 3)
        self.fine = nn.ModuleList(convolution(fine, fine, 3) for _ in range(fine_depth))
        self.down = convolution(fine, coarse, 2, stride=2)
        self.coarse = nn.ModuleList(convolution(coarse, coarse, 3) for _ in range(coarse_depth))
        self.up = convolution(coarse, 4 * fine, 1)
        self.refine = nn.ModuleList(convolution(fine, fine, 3) for _ in range(refine_depth))
        self.tail = convolution(fine, sum(map(channels_of, SCALES)), 3)
        self.bias_sizes = [fine] * (1 + fine_depth) + [coarse] * (1 + coarse_depth)
        self.bias_sizes += [fine] * refine_depth
        self.bias = nn.Parameter(torch.zeros(sum(self.bias_sizes)))
        # The condition's word on the biases; it has none before training.
        self.told = nn.Linear(condition.SIZE, 24)
        self.told_bias = nn.Linear(24, sum(self.bias_sizes), bias=False)
        nn.init.zeros_(self.told.bias)
        nn.init.normal_(self.told_bias.weight, std=1e-3)
        self.grain_amount = convolution(fine, 1, 3)
        # A small tail makes the untrained network a bicubic enlargement.
        nn.init.normal_(self.tail.weight, std=1e-3)
        nn.init.normal_(self.grain_amount.weight, std=1e-3)
        self.register_buffer("phase_weight", phase_weight(), persistent=False)
        for scale in SCALES:
            self.register_buffer(f"skip_{scale}", bicubic_weight(scale), persistent=False)
            self.register_buffer(f"soft_{scale}", softening_weight(scale), persistent=False)

    @property
    def reach(self) -> int:
        """Radius of what an answer depends on, in input pixels, wherever the grid of two lies."""
        fine = 1 + len(self.fine) + len(self.refine) + 1
        return fine + 2 * len(self.coarse) + ALIGNMENT - 1

    def head_weight(self) -> Tensor:
        """First kernels with their mean removed per input channel: (fine_width, 3, 3, 3)."""
        return self.head.weight - self.head.weight.mean(dim=(2, 3), keepdim=True)

    def biases(self, conditions: Tensor) -> tuple[Tensor, ...]:
        """Biases of all layers in order, each (N, width)."""
        hidden = functional.leaky_relu(self.told(conditions), NEGATIVE_SLOPE)
        return (self.bias + self.told_bias(hidden)).split(self.bias_sizes, dim=1)

    def flat_answers(self, biases: tuple[Tensor, ...]) -> tuple[Tensor, Tensor, Tensor]:
        """What ``up``, ``tail`` and ``grain_amount`` answer to any flat colour.

        Shapes: (N, 4 fine_width), (N, 63), (N, 1).
        """
        remaining = iter(biases)

        def through(layers: list[nn.Conv2d], value: Tensor) -> Tensor:
            for layer in layers:
                value = value @ summed(layer).T + next(remaining)
                value = functional.leaky_relu(value, NEGATIVE_SLOPE)
            return value

        value = functional.leaky_relu(next(remaining), NEGATIVE_SLOPE)
        fine = through([*self.fine], value)
        coarse = through([self.down, *self.coarse], fine)
        refined = through([*self.refine], fine)
        answers = ((coarse, self.up), (refined, self.tail), (refined, self.grain_amount))
        return tuple(value @ summed(layer).T for value, layer in answers)

    def without_grain(
        self, image: Tensor, conditions: Tensor, scale: int
    ) -> tuple[Tensor, Tensor]:
        """The restored picture and how much grain would suit it.

        The amount, (N, 1, H, W), is a deviation in 0..1. Nothing that is learned about it
        reaches the other layers.
        """
        skip = functional.conv2d(replicate(image, 2), self.get_buffer(f"skip_{scale}"))
        # Everything about flat colour needs all its bits, as the skip does.
        with torch.autocast(image.device.type, enabled=False):
            biases = self.biases(conditions)
            flat_up, flat_tail, flat_amount = self.flat_answers(biases)
        remaining = iter(biases)

        def biased(value: Tensor, bias: Tensor) -> Tensor:
            return value + bias[:, :, None, None].to(value.dtype)

        def activated(value: Tensor) -> Tensor:
            value = biased(value, next(remaining))
            return functional.leaky_relu(value, NEGATIVE_SLOPE, inplace=True)

        with torch.autocast(image.device.type, torch.bfloat16, enabled=self.training):
            value = activated(functional.conv2d(replicate(image), self.head_weight()))
            for layer in self.fine:
                value = activated(layer(replicate(value)))
            far = activated(self.down(value))
            for layer in self.coarse:
                far = activated(layer(replicate(far)))
            far = biased(self.up(far), -flat_up)
            value = value + functional.pixel_shuffle(far, 2)
            for layer in self.refine:
                value = activated(layer(replicate(value)))
            value = replicate(value)
            detail = self.tail(value)
            amount = self.grain_amount(value.detach())
        first = sum(channels_of(other) for other in SCALES[: SCALES.index(scale)])
        own = slice(first, first + channels_of(scale))
        detail = biased(detail[:, own].float(), -flat_tail[:, own])
        amount = functional.relu(biased(amount.float(), -flat_amount.detach()))
        return functional.pixel_shuffle(skip + detail, scale), amount

    def grain(self, image: Tensor, scale: int) -> Tensor:
        """Grain of unit deviation for a restored picture: (N, scale**2, H, W)."""
        noise = replicate(waves(image, self.phase_weight))
        return functional.conv2d(noise, self.get_buffer(f"soft_{scale}"))

    def forward(self, image: Tensor, conditions: Tensor, scale: int = SCALES[0]) -> Tensor:
        picture, amount = self.without_grain(image, conditions, scale)
        wanted = amount * conditions[:, condition.CRISP, None, None, None]
        return picture + functional.pixel_shuffle(self.grain(image, scale) * wanted, scale)


def parameter_count(network: nn.Module) -> int:
    """Number of trained values."""
    return sum(parameter.numel() for parameter in network.parameters())
