"""Pictures of a training run and of what the controls do, as PNG.

python plots.py --run RUN --out PLOTS
python plots.py --pack .. --photos PHOTOS --out PLOTS
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot
from PIL import Image

from condition import CONTROLS, CRISP, neutral
from dataset import REGION_PX, crop_photo, load_photos
from degrade import (
    add_noise,
    compress,
    filter_with,
    from_image,
    gaussian_kernel,
    resize,
    to_image,
    white_noise,
)
from design_pictures import render_design_picture
from evaluate import Pack
from metrics import luma

SCALE = 4
SWEEP = (0.0, 0.25, 0.5, 0.75, 1.0)
PICTURES_PER_KIND = 6


def draw_curves(run: Path, out: Path) -> None:
    """Loss and held-out figures over the steps of RUN/log.jsonl."""
    records = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    figure, axes = pyplot.subplots(1, 3, figsize=(15, 4))
    losses = [(record["step"], record["loss"]) for record in records if "loss" in record]
    if losses:
        axes[0].plot(*zip(*losses, strict=True), linewidth=0.7)
    axes[0].set_title("loss")
    held_out = [record for record in records if "held_out" in record]
    for name in held_out[-1]["held_out"] if held_out else ():
        steps = [record["step"] for record in held_out]
        for axis, index in ((axes[1], 0), (axes[2], 1)):
            values = [record["held_out"][name][index] for record in held_out]
            axis.plot(steps, np.array(values) - values[-1], label=name, marker=".")
    axes[1].set_title("held out, PSNR-Y less its last value (dB)")
    axes[2].set_title("held out, SSIM-Y less its last value")
    for axis in axes:
        axis.set_xlabel("step")
        axis.grid(alpha=0.3)
    if held_out:
        axes[1].legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(out / "curves.png", dpi=100)
    pyplot.close(figure)


def noise_left(picture: np.ndarray, clean: np.ndarray) -> float:
    """Deviation of fine detail where the original has least of it, in 255ths."""
    return flat_detail(luma(picture), luma(clean))


def flat_detail(picture: np.ndarray, clean: np.ndarray) -> float:
    """High-pass deviation of the flattest tenth of 8x8 blocks of the original."""

    def blocks(values: np.ndarray) -> np.ndarray:
        height, width = (side // 8 * 8 for side in values.shape)
        cut = values[:height, :width].reshape(height // 8, 8, width // 8, 8)
        return cut.swapaxes(1, 2).reshape(-1, 64).std(axis=1)

    flatness = blocks(clean)
    return float(blocks(picture)[flatness <= np.quantile(flatness, 0.1)].mean())


def blockiness(picture: np.ndarray, clean: np.ndarray) -> float:
    """Steps across the borders of the input's JPEG blocks over those between; 1 is none."""
    del clean
    period = 8 * SCALE
    values = luma(picture)
    ratios = []
    for across in (values, values.T):
        steps = np.abs(np.diff(across, axis=1)).mean(axis=0)
        # Enlarging spreads a border over one input pixel on either side.
        at_border = np.isin((np.arange(len(steps)) + 1) % period, np.arange(-2, 3) % period)
        ratios.append(steps[at_border].mean() / (steps[~at_border].mean() + 1e-6))
    return float(np.mean(ratios))


def acutance(picture: np.ndarray, clean: np.ndarray) -> float:
    """Steepness of the original's strongest edges over their true one."""

    def steepness(values: np.ndarray) -> np.ndarray:
        return np.hypot(*np.gradient(values))

    true = steepness(luma(clean))
    edges = true >= np.quantile(true, 0.97)
    return float(steepness(luma(picture))[edges].mean() / true[edges].mean())


def clean_pictures(photos: Path | None) -> dict[str, list[np.ndarray]]:
    """Photos never trained on and design pictures: uint8 (320, 320, 3)."""
    size = REGION_PX[SCALE]
    kinds = {
        "design": [
            render_design_picture(np.random.default_rng((31337, index)), size)[0]
            for index in range(PICTURES_PER_KIND)
        ]
    }
    if photos:
        held_out = load_photos(photos, held_out=True)[:PICTURES_PER_KIND]
        kinds["photo"] = [
            np.asarray(crop_photo(np.random.default_rng((31337, index)), photo, size))
            for index, photo in enumerate(held_out)
        ]
    return kinds


def damaged(clean: np.ndarray, control: str) -> np.ndarray:
    """The picture at a quarter of its size with the one damage that a control is for."""
    rng = np.random.default_rng(5)
    picture = from_image(Image.fromarray(clean))
    size = REGION_PX[SCALE] // SCALE
    if control == "deblur":
        picture = filter_with(picture, gaussian_kernel(1.7))
    picture = resize(picture, size, size, "area")
    if control == "denoise":
        picture = add_noise(picture, white_noise(rng, picture), deviation=8)
    if control == "dejpeg":
        picture = compress(picture, quality=40, subsampling=2)
    return np.asarray(to_image(picture))


MEASURES: dict[str, tuple[str, Callable[[np.ndarray, np.ndarray], float]]] = {
    "denoise": ("noise left, 255ths", noise_left),
    "dejpeg": ("blockiness", blockiness),
    "deblur": ("edge acutance", acutance),
    "crisp": ("edge acutance", acutance),
}


def told(control: str, value: float | None) -> np.ndarray:
    """The condition with one control set; None leaves it to the network."""
    vector = neutral(SCALE)
    if value is None:
        return vector
    if control == "crisp":
        vector[CRISP] = value
    else:
        index, known = CONTROLS[control]
        vector[index], vector[known] = value, 1
    return vector


def draw_sweeps(pack: Pack, photos: Path | None, out: Path) -> None:
    """What each control does to what it names, as one figure and as lines of text."""
    kinds = clean_pictures(photos)
    figure, axes = pyplot.subplots(1, len(MEASURES), figsize=(4 * len(MEASURES), 3.6))
    for axis, (control, (label, measure)) in zip(axes, MEASURES.items(), strict=True):
        for kind, pictures in kinds.items():
            lows = [damaged(clean, control) for clean in pictures]

            def mean(value: float | None, lows=lows, pictures=pictures) -> float:
                results = [pack.restore(low, SCALE, told(control, value)) for low in lows]
                return float(np.mean([measure(*pair) for pair in zip(results, pictures)]))

            values = [mean(value) for value in SWEEP]
            automatic = mean(None)
            (line,) = axis.plot(SWEEP, values, marker=".", label=kind)
            axis.axhline(automatic, color=line.get_color(), linestyle=":")
            shown = " ".join(f"{value:.3f}" for value in values)
            print(f"{control:8s} {kind:6s} {label}: {shown}   automatic {automatic:.3f}")
        axis.set_title(f"{label}, {control} 0 to 1 (dots: automatic)", fontsize=9)
        axis.legend(fontsize=7)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(out / "controls.png", dpi=100)
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, help="training run, for curves")
    parser.add_argument("--pack", type=Path, help="folder with pack.json, for control sweeps")
    parser.add_argument("--photos", type=Path, help="training photos; held-out ones are swept")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.run:
        draw_curves(arguments.run, arguments.out)
    if arguments.pack:
        draw_sweeps(Pack(arguments.pack, threads=1), arguments.photos, arguments.out)


if __name__ == "__main__":
    main()
