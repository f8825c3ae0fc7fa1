"""Write a checkpoint as a pack: ``compact-x4.onnx`` and ``pack.json``.

python export.py --checkpoint RUN/last.pt --out ..
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from network import NEGATIVE_SLOPE, SCALE, CompactNetwork

GRAPH_FILE = "compact-x4.onnx"
VERSION = "0.1.0"
LICENCE_NOTICE = (
    "MIT License. Copyright (c) the Onestep authors. Provided as is, without warranty of any kind."
)
SOURCE = (
    "Trained from scratch with models/compact/train on the openly licensed photographs listed in "
    "models/compact/README.md and on rendered design pictures; no other network was involved."
)
MAX_DIFFERENCE = 0.3 / 255


def load_network(checkpoint: Path) -> CompactNetwork:
    """The averaged network of a training checkpoint, in float32, ready to evaluate."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = CompactNetwork(**state["shape"])
    network.load_state_dict(state["ema"])
    return network.eval()


@torch.no_grad()
def folded_layers(network: CompactNetwork) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """(name, weight, bias) per convolution, with weights already rounded to what is stored.

    The head stays float32, because its kernels must go on summing to zero; the others are float16.
    The tail's bias cancels the body's answer to flat colour *after* that rounding.
    """
    stored = CompactNetwork(network.width, network.depth)
    stored.load_state_dict(network.state_dict())
    for layer in (*stored.body, stored.tail):
        layer.weight.copy_(layer.weight.half().float())
    layers = [("head", stored.head_weight().numpy(), stored.head.bias.numpy())]
    for index, layer in enumerate(stored.body):
        layers.append((f"body.{index}", layer.weight.half().numpy(), layer.bias.numpy()))
    layers.append(("tail", stored.tail.weight.half().numpy(), -stored.flat_answer().numpy()))
    return layers


def build_graph(network: CompactNetwork) -> onnx.ModelProto:
    """ONNX graph with inline weights: ``image`` (1, 3, H, W) -> ``restored`` (1, 3, 4H, 4W)."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def store(name: str, values: np.ndarray) -> str:
        """Adds an initializer; float16 ones are cast to float32 once, when a session folds them."""
        weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        if values.dtype != np.float16:
            return name
        nodes.append(helper.make_node("Cast", [name], [f"{name}.float32"], to=TensorProto.FLOAT))
        return f"{name}.float32"

    def convolve(name: str, source: str, weight: np.ndarray, bias: np.ndarray | None) -> str:
        inputs = [source, store(f"{name}.weight", weight)]
        if bias is not None:
            inputs.append(store(f"{name}.bias", bias))
        size = weight.shape[-1]
        nodes.append(
            helper.make_node(
                "Conv", inputs, [name], kernel_shape=[size, size], pads=[size // 2] * 4, name=name
            )
        )
        return name

    layers = folded_layers(network)
    value = "image"
    for name, weight, bias in layers:
        value = convolve(name, value, weight, bias)
        if name != "tail":
            nodes.append(
                helper.make_node("LeakyRelu", [value], [f"{name}.active"], alpha=NEGATIVE_SLOPE)
            )
            value = f"{name}.active"
    skip = convolve("skip", "image", network.skip_weight.numpy(), None)
    nodes.append(helper.make_node("Add", [value, skip], ["sum"]))
    nodes.append(
        helper.make_node("DepthToSpace", ["sum"], ["restored"], blocksize=SCALE, mode="CRD")
    )

    def picture(name: str, height: str, width: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, height, width])

    graph = helper.make_graph(
        nodes,
        "compact-x4",
        [picture("image", "height", "width")],
        [picture("restored", "height_x4", "width_x4")],
        weights,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="onestep"
    )
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    return model


def self_test_input(width: int = 12, height: int = 8) -> np.ndarray:
    """A picture with an edge, a gradient, lines and flat colours: uint8 (height, width, 3)."""
    y, x = np.mgrid[0:height, 0:width]
    picture = np.stack([x * 20 + 10, y * 30 + 5, 220 - x * 10 - y * 8], axis=-1)
    picture[1:4, 2:5] = (250, 30, 20)
    picture[5:, 7:] = (255, 255, 255)
    picture[6, 8:11] = (0, 0, 0)
    picture[:, 6] = (20, 90, 200)
    return picture.astype(np.uint8)


def run_session(session: onnxruntime.InferenceSession, picture: np.ndarray) -> np.ndarray:
    """Runs the graph: float32 (H, W, 3) in 0..1 -> float32 (4H, 4W, 3), not clamped."""
    feed = picture.astype(np.float32).transpose(2, 0, 1)[None]
    return session.run(["restored"], {"image": feed})[0][0].transpose(1, 2, 0)


def to_bytes(picture: np.ndarray) -> np.ndarray:
    """Clamps 0..1 floats and rounds half up to uint8."""
    return np.floor(picture.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def verify(network: CompactNetwork, session: onnxruntime.InferenceSession) -> float:
    """Largest difference of the graph from the float32 network, on patterns and soft noise."""
    rng = np.random.default_rng(1)
    soft = np.kron(rng.random((9, 11, 3)), np.ones((5, 5, 1))) + rng.normal(0, 0.02, (45, 55, 3))
    worst = 0.0
    for picture in (self_test_input() / 255, soft.clip(0, 1)):
        feed = torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None]
        with torch.no_grad():
            expected = network(feed)[0].permute(1, 2, 0).numpy()
        worst = max(worst, float(np.abs(run_session(session, picture) - expected).max()))
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    arguments = parser.parse_args()

    network = load_network(arguments.checkpoint)
    graph = build_graph(network).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    difference = verify(network, session)
    print(f"largest difference from the float32 network: {difference * 255:.4f}/255")
    if difference > MAX_DIFFERENCE:
        raise SystemExit("the stored weights change the answer too much")

    test_input = self_test_input()
    test_output = to_bytes(run_session(session, test_input / 255))
    pack = {
        "formatVersion": 1,
        "kind": "direct",
        "name": "compact",
        "title": "Onestep Compact",
        "version": VERSION,
        "licence": {"id": "MIT", "text": LICENCE_NOTICE},
        "source": {"description": SOURCE},
        "nativeScale": SCALE,
        "reach": network.reach,
        "tileSizes": [64, 96, 128, 192, 256],
        "graph": {
            "file": GRAPH_FILE,
            "precision": "fp16-weights",
            "bytes": len(graph),
            "sha256": hashlib.sha256(graph).hexdigest(),
            "input": "image",
            "output": "restored",
        },
        "selfTest": {
            "width": test_input.shape[1],
            "height": test_input.shape[0],
            "input": base64.b64encode(test_input.tobytes()).decode(),
            "output": base64.b64encode(test_output.tobytes()).decode(),
            "tolerance": 2,
        },
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / GRAPH_FILE).write_bytes(graph)
    (arguments.out / "pack.json").write_text(json.dumps(pack, indent=2) + "\n")
    print(f"wrote {arguments.out / GRAPH_FILE} ({len(graph)} bytes) and pack.json")


if __name__ == "__main__":
    main()
