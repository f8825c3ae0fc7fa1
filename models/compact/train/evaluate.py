"""Measure a pack beside Pillow's Lanczos, through onnxruntime, as the plugin runs it.

python evaluate.py --pack .. --pairs BENCH/realsr --sheets SHEETS
python evaluate.py --pack .. --design --flats --sheets SHEETS
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageDraw

from condition import SIZE, neutral
from dataset import REGION_PX, Pair
from degrade import from_image, resize, to_image
from design_pictures import KINDS, render_design_picture
from export import run_session, to_bytes
from metrics import psnr_y, ssim_y
from network import ALIGNMENT, SCALES

SHEET_CROP_PX = 64
LINE = "{:28s} Lanczos {:.3f} / {:.4f}   faithful {:.3f} / {:.4f}   crisp {:.3f} / {:.4f}"
DESIGN_SEED = 424242


class Pack:
    """A pack folder, checked against its own hash, ready to restore pictures."""

    def __init__(self, folder: Path, threads: int) -> None:
        description = json.loads((folder / "pack.json").read_text())
        graph = (folder / description["graph"]["file"]).read_bytes()
        if hashlib.sha256(graph).hexdigest() != description["graph"]["sha256"]:
            raise ValueError("the graph is not the one pack.json describes")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"]
        )

    def restore(self, picture: np.ndarray, scale: int, told: np.ndarray) -> np.ndarray:
        """uint8 (H, W, 3) -> uint8 (s H, s W, 3); odd sides are continued by a pixel."""
        height, width = picture.shape[:2]
        missing = ((0, -height % ALIGNMENT), (0, -width % ALIGNMENT), (0, 0))
        whole = np.pad(picture, missing, mode="edge")
        restored = run_session(self.session, whole / 255, scale, told)
        return to_bytes(restored[: scale * height, : scale * width])


def lanczos(picture: np.ndarray, scale: int) -> np.ndarray:
    """Pillow's Lanczos of uint8 (H, W, 3)."""
    height, width = picture.shape[:2]
    size = (width * scale, height * scale)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def read_pairs(folder: Path) -> dict[str, Pair]:
    """Pictures of ``folder/lr`` with their namesakes of ``folder/hr``."""
    pairs = {}
    for low in sorted((folder / "lr").glob("*.png")):
        high = folder / "hr" / low.name
        pairs[low.stem] = tuple(np.asarray(Image.open(path).convert("RGB")) for path in (low, high))
    return pairs


def design_pairs(scale: int) -> dict[str, Pair]:
    """Three clean design pictures of each kind, reduced by area, bicubic and Lanczos filters."""
    pairs = {}
    for index in range(3 * len(KINDS)):
        kind, method = index % len(KINDS), ("area", "bicubic", "lanczos")[index // len(KINDS)]
        rng = np.random.default_rng((DESIGN_SEED, index))
        clean, _ = render_design_picture(rng, REGION_PX[scale], kind)
        small = REGION_PX[scale] // scale
        low = to_image(resize(from_image(Image.fromarray(clean)), small, small, method))
        name = f"{KINDS[kind][0].__name__.removeprefix('draw_')}-{method}"
        pairs[name] = (np.asarray(low), clean)
    return pairs


def busiest_corner(picture: np.ndarray, size: int) -> tuple[int, int]:
    """Top left of the size x size window with the most contrast, on a coarse grid."""
    grey = picture.astype(np.float32).mean(axis=2)
    corners = [
        (top, left)
        for top in range(0, grey.shape[0] - size + 1, size // 4)
        for left in range(0, grey.shape[1] - size + 1, size // 4)
    ]
    return max(corners, key=lambda c: float(grey[c[0] : c[0] + size, c[1] : c[1] + size].std()))


def write_sheet(path: Path, low: np.ndarray, high: np.ndarray, answers: list[np.ndarray]) -> None:
    """Side by side: input pixels, Lanczos, faithful, crisp, truth of the busiest part."""
    scale = high.shape[0] // low.shape[0]
    span = min(SHEET_CROP_PX, *low.shape[:2])
    top, left = busiest_corner(low, span)
    nearest = low.repeat(scale, axis=0).repeat(scale, axis=1)
    y, x, span = top * scale, left * scale, span * scale
    columns = [nearest, lanczos(low, scale), *answers, high]
    image = Image.fromarray(
        np.concatenate([part[y : y + span, x : x + span] for part in columns], axis=1)
    )
    sheet = Image.new("RGB", (image.width, image.height + 14), (255, 255, 255))
    sheet.paste(image, (0, 14))
    for index, label in enumerate(("input", "Lanczos", "faithful", "crisp", "original")):
        ImageDraw.Draw(sheet).text((index * span + 4, 1), label, fill=(0, 0, 0))
    sheet.save(path, optimize=True)


def measure(
    pack: Pack, pairs: dict[str, Pair], scale: int, title: str, sheets: Path | None
) -> None:
    """Prints a line per picture and the means; writes sheets when a folder is given."""
    totals = []
    for name, (low, high) in pairs.items():
        answers = [pack.restore(low, scale, neutral(scale, crisp)) for crisp in (0, 1)]
        row = [
            figure(picture, high)
            for picture in (lanczos(low, scale), *answers)
            for figure in (psnr_y, ssim_y)
        ]
        totals.append(row)
        print(LINE.format(name, *row))
        if sheets:
            sheets.mkdir(parents=True, exist_ok=True)
            write_sheet(sheets / f"{title}-{name}.png", low, high, answers)
    print(LINE.format(f"MEAN of {title}", *np.mean(totals, axis=0)))


def check_flats(pack: Pack) -> None:
    """Prints how far flat colours move: black, white and 20 random ones, told anything."""
    rng = np.random.default_rng(7)
    colours = [(0, 0, 0), (255, 255, 255), *(tuple(c) for c in rng.integers(0, 256, (20, 3)))]
    worst = 0
    for colour in colours:
        low = np.full((24, 24, 3), colour, np.uint8)
        for scale in SCALES:
            for told in (neutral(scale), rng.random(SIZE).astype(np.float32)):
                difference = np.abs(pack.restore(low, scale, told).astype(int) - np.asarray(colour))
                worst = max(worst, int(difference.max()))
    print(f"largest change of {len(colours)} flat colours: {worst}/255")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True, help="folder with pack.json")
    parser.add_argument("--pairs", type=Path, nargs="*", default=[], help="folders with lr and hr")
    parser.add_argument("--design", action="store_true", help="measure rendered design pictures")
    parser.add_argument("--flats", action="store_true", help="check flat colours")
    parser.add_argument("--sheets", type=Path, help="folder for side-by-side pictures")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    pack = Pack(arguments.pack, arguments.threads)
    for folder in arguments.pairs:
        measure(pack, read_pairs(folder), 4, folder.name, arguments.sheets)
    if arguments.design:
        for scale in SCALES:
            measure(pack, design_pairs(scale), scale, f"design-x{scale}", arguments.sheets)
    if arguments.flats:
        check_flats(pack)


if __name__ == "__main__":
    main()
