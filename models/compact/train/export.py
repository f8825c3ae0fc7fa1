"""Write a checkpoint as a pack: ``compact.onnx`` and ``pack.json``.

python export.py --checkpoint RUN/last.pt --out ..
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
import torch

import condition
from graph import build_graph, rounded
from network import ALIGNMENT, SCALES, CompactNetwork

GRAPH_FILE = "compact.onnx"
VERSION = "0.2.0"
LICENCE_NOTICE = (
    "MIT License. Copyright (c) the Onestep authors. Provided as is, without warranty of any kind."
)
SOURCE = (
    "Trained from scratch with models/compact/train on the openly licensed photographs listed in "
    "models/compact/README.md and on rendered design pictures; no other network was involved."
)
VOCABULARY = Path(__file__).parent / "vocabulary.json"
DETECTOR = Path(__file__).parent / "content.json"
PRECISIONS = {"fp16": "fp16-weights", "fp32": "fp32"}
SELF_TEST_SCALE = 4
# Of the graph from the network it was made of, whose weights are rounded alike. Most of it is grain:
# its phases are sums of hundreds of turns, added up in another order.
MAX_DIFFERENCE = 0.1 / 255
# Of the rounded network from the trained one.
MAX_ROUNDING = 0.5 / 255


def load_network(checkpoint: Path) -> CompactNetwork:
    """The averaged network of a training checkpoint, in float32, ready to evaluate."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = CompactNetwork(**state["shape"])
    network.load_state_dict(state["ema"])
    return network.eval()


def self_test_input(width: int = 12, height: int = 8) -> np.ndarray:
    """A picture with an edge, a gradient, lines and flat colours: uint8 (height, width, 3)."""
    y, x = np.mgrid[0:height, 0:width]
    picture = np.stack([x * 20 + 10, y * 30 + 5, 220 - x * 10 - y * 8], axis=-1)
    picture[1:4, 2:5] = (250, 30, 20)
    picture[5:, 7:] = (255, 255, 255)
    picture[6, 8:11] = (0, 0, 0)
    picture[:, 6] = (20, 90, 200)
    return picture.astype(np.uint8)


def run_session(
    session: onnxruntime.InferenceSession, picture: np.ndarray, scale: int, told: np.ndarray
) -> np.ndarray:
    """Runs the graph: float32 (H, W, 3) in 0..1 -> float32 (s H, s W, 3), not clamped.

    H and W are multiples of ALIGNMENT.
    """
    feed = {"image": picture.astype(np.float32).transpose(2, 0, 1)[None], "condition": told[None]}
    return session.run([f"restored_x{scale}"], feed)[0][0].transpose(1, 2, 0)


def to_bytes(picture: np.ndarray) -> np.ndarray:
    """Clamps 0..1 floats and rounds half up to uint8."""
    return np.floor(picture.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def probes() -> list[np.ndarray]:
    """Pictures to compare answers on, float32 (H, W, 3) in 0..1."""
    rng = np.random.default_rng(1)
    soft = np.kron(rng.random((9, 11, 3)), np.ones((4, 4, 1))) + rng.normal(0, 0.02, (36, 44, 3))
    return [(self_test_input() / 255).astype(np.float32), soft.clip(0, 1).astype(np.float32)]


@torch.no_grad()
def network_answer(
    network: CompactNetwork, picture: np.ndarray, scale: int, told: np.ndarray
) -> np.ndarray:
    """As ``run_session``, by the network itself."""
    image = torch.from_numpy(picture).permute(2, 0, 1)[None]
    return network(image, torch.from_numpy(told)[None], scale)[0].permute(1, 2, 0).numpy()


def largest_difference(first, second) -> float:
    """Between two ways to answer, over probes, scales and conditions."""
    rng = np.random.default_rng(2)
    random_told = rng.random(condition.SIZE).astype(np.float32)
    worst = 0.0
    for picture in probes():
        for scale in SCALES:
            for told in (condition.neutral(scale), condition.neutral(scale, 1), random_told):
                answers = (first(picture, scale, told), second(picture, scale, told))
                worst = max(worst, float(np.abs(answers[0] - answers[1]).max()))
    return worst


def verify(
    network: CompactNetwork, stored: CompactNetwork, session: onnxruntime.InferenceSession
) -> None:
    """Stops with a message when rounding or the graph changed the answers.

    ``stored`` is the network with the weights that the session's graph was given.
    """
    by_network, by_stored = partial(network_answer, network), partial(network_answer, stored)
    rounding = largest_difference(by_network, by_stored)
    difference = largest_difference(by_stored, partial(run_session, session))
    print(f"rounded weights: {rounding * 255:.4f}/255, graph: {difference * 255:.5f}/255")
    if rounding > MAX_ROUNDING or difference > MAX_DIFFERENCE:
        raise SystemExit("the graph does not answer as the network does")


def describe(
    network: CompactNetwork,
    graph: bytes,
    precision: str,
    session: onnxruntime.InferenceSession,
    detector: Path,
) -> dict:
    """The contents of pack.json."""
    test_input = self_test_input()
    told = condition.neutral(SELF_TEST_SCALE)
    test_output = to_bytes(run_session(session, test_input / 255, SELF_TEST_SCALE, told))
    return {
        "formatVersion": 2,
        "kind": "direct",
        "name": "compact",
        "title": "Onestep Compact",
        "version": VERSION,
        "licence": {"id": "MIT", "text": LICENCE_NOTICE},
        "source": {"description": SOURCE},
        "reach": network.reach,
        "alignment": ALIGNMENT,
        "edges": "replicated",
        "tileSizes": [64, 96, 128, 192, 256],
        "graph": {
            "file": GRAPH_FILE,
            "precision": PRECISIONS[precision],
            "bytes": len(graph),
            "sha256": hashlib.sha256(graph).hexdigest(),
            "input": "image",
            "condition": "condition",
            "outputs": [
                {"scale": scale, "name": f"restored_x{scale}"} for scale in sorted(SCALES)
            ],
        },
        "condition": {
            "size": condition.SIZE,
            "controls": {
                name: {"value": value, "known": known}
                for name, (value, known) in condition.CONTROLS.items()
            },
            "content": condition.CONTENT,
            "crisp": condition.CRISP,
            "scales": [
                {"scale": scale, "index": index} for scale, index in condition.SCALES.items()
            ],
        },
        "contentDetector": json.loads(detector.read_text()),
        "vocabulary": json.loads(VOCABULARY.read_text()),
        "selfTest": {
            "width": test_input.shape[1],
            "height": test_input.shape[0],
            "scale": SELF_TEST_SCALE,
            "input": base64.b64encode(test_input.tobytes()).decode(),
            "output": base64.b64encode(test_output.tobytes()).decode(),
            "tolerance": 2,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp16", help="of the weights")
    parser.add_argument("--content", type=Path, default=DETECTOR, help="JSON of content.py")
    arguments = parser.parse_args()

    network = load_network(arguments.checkpoint)
    is_rounded = arguments.precision == "fp16"
    stored = rounded(network) if is_rounded else network
    weight_type = np.float16 if is_rounded else np.float32
    graph = build_graph(stored, weight_type).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    verify(network, stored, session)
    pack = describe(network, graph, arguments.precision, session, arguments.content)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / GRAPH_FILE).write_bytes(graph)
    (arguments.out / "pack.json").write_text(json.dumps(pack, indent=2) + "\n")
    print(f"wrote {arguments.out / GRAPH_FILE} ({len(graph)} bytes) and pack.json")


if __name__ == "__main__":
    main()
