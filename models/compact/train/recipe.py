"""The whole recipe in one go: train, export, evaluate, plot.

python recipe.py --photos PHOTOS --out OUT
python recipe.py --smoke --out OUT      # everything once, on tiny settings, in a minute or two
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
SMOKE_PHOTOS = 24
SMOKE_PHOTO_PX = 400


def run(script: str, *arguments: object) -> None:
    """One step of the recipe in its own process, as by hand; stops when it fails."""
    print(f"== {script}", flush=True)
    subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True)


def make_photos(folder: Path) -> None:
    """Soft random clouds in place of photographs, which do not come with the recipe."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    for index in range(SMOKE_PHOTOS):
        picture = np.zeros((SMOKE_PHOTO_PX, SMOKE_PHOTO_PX, 3))
        for cells in (3, 9, 27, 81):
            coarse = Image.fromarray(rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
            size = (SMOKE_PHOTO_PX, SMOKE_PHOTO_PX)
            picture += np.asarray(coarse.resize(size, Image.Resampling.BICUBIC)) / 4
        Image.fromarray(picture.astype(np.uint8)).save(folder / f"{index:02d}.jpg", quality=95)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of training photos")
    parser.add_argument("--out", type=Path, required=True, help="gets run/, pack/ and plots/")
    parser.add_argument("--smoke", action="store_true", help="tiny settings, made-up photos")
    arguments = parser.parse_args()
    if arguments.photos is None and not arguments.smoke:
        parser.error("--photos is needed, except with --smoke")

    photos, out = arguments.photos, arguments.out
    if photos is None:
        photos = out / "photos"
        make_photos(photos)
    settings = ["--smoke"] if arguments.smoke else []
    run("train.py", "--photos", photos, "--run", out / "run", *settings)
    run("export.py", "--checkpoint", out / "run" / "last.pt", "--out", out / "pack")
    run("evaluate.py", "--pack", out / "pack", "--design", "--flats", "--sheets", out / "sheets")
    plots = ["--out", out / "plots"]
    run("plots.py", "--run", out / "run", "--pack", out / "pack", "--photos", photos, *plots)


if __name__ == "__main__":
    main()
