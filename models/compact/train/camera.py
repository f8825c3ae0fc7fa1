"""What a camera does behind its lens: a mosaic of colour filters, and guessing the rest back.

Nearly every photograph on a canvas went through this; its traces (colour fringes, zippers along
edges, soft colour) are not noise, and a network that never saw them keeps and enlarges them.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

# Interpolation filters of Malvar, He and Cutler, "High-quality linear interpolation for
# demosaicing of Bayer-patterned color images" (ICASSP 2004), in eighths.
GREEN = np.array(
    [[0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1], [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]]
)
SAME_ROW = np.array(
    [[0, 0, 0.5, 0, 0], [0, -1, 0, -1, 0], [-1, 4, 5, 4, -1], [0, -1, 0, -1, 0], [0, 0, 0.5, 0, 0]]
)
DIAGONAL = np.array(
    [[0, 0, -1.5, 0, 0], [0, 2, 0, 2, 0], [-1.5, 0, 6, 0, -1.5], [0, 2, 0, 2, 0], [0, 0, -1.5, 0, 0]]
)
FILTERS = torch.from_numpy(np.stack([GREEN, SAME_ROW, SAME_ROW.T, DIAGONAL]) / 8).float()[:, None]


def through_mosaic(picture: Tensor, row: int, column: int) -> Tensor:
    """Keeps one colour per pixel and interpolates the others: (3, H, W) in 0..1 -> the same.

    ``row`` and ``column``, 0 or 1, say where in its 2x2 cell the red filter lies.
    """
    height, width = picture.shape[1:]
    y = (torch.arange(height)[:, None] + row) % 2
    x = (torch.arange(width)[None, :] + column) % 2
    red, blue = (y == 0) & (x == 0), (y == 1) & (x == 1)
    green_in_red_row, green_in_blue_row = (y == 0) & (x == 1), (y == 1) & (x == 0)
    raw = torch.where(red, picture[0], torch.where(blue, picture[2], picture[1]))
    padded = functional.pad(raw[None, None], [2] * 4, mode="replicate")
    green, along_row, along_column, diagonal = functional.conv2d(padded, FILTERS)[0]
    full_green = torch.where(red | blue, green, raw)
    full_red = torch.where(
        green_in_red_row, along_row, torch.where(green_in_blue_row, along_column, diagonal)
    )
    full_blue = torch.where(
        green_in_red_row, along_column, torch.where(green_in_blue_row, along_row, diagonal)
    )
    full_red = torch.where(red, raw, full_red)
    full_blue = torch.where(blue, raw, full_blue)
    return torch.stack([full_red, full_green, full_blue]).clamp(0, 1)
