"""The compact network as an ONNX graph of operators that every runtime has.

``image`` (1, 3, H, W) and ``condition`` (1, condition.SIZE) -> ``restored_x4``, ``restored_x2``
and ``restored_x1``, all computed in every run: they share all but the last few operations.
"""

from __future__ import annotations

import copy

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import condition
from network import NEGATIVE_SLOPE, SCALES, CompactNetwork, channels_of

OPSET = 17
IR_VERSION = 8
# WebGPU promises eight buffers to a shader, and Split wants one for each part and one for the whole.
MOST_SPLITS = 4


@torch.no_grad()
def rounded(network: CompactNetwork) -> CompactNetwork:
    """A copy with the weights it will be stored with: float16, but for what has to stay exact.

    The first kernels must go on summing to zero and the biases cost nothing: they stay float32.
    """
    stored = copy.deepcopy(network)
    for name, parameter in stored.named_parameters():
        if name not in ("head.weight", "bias"):
            parameter.copy_(parameter.half().float())
    return stored


class _Builder:
    """Collects nodes and initializers; values are passed around by name."""

    def __init__(self, weight_type: type[np.floating]) -> None:
        self.weight_type = weight_type
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def integers(self, name: str, *values: int) -> str:
        return self.constant(name, np.array(values, np.int64))

    def weight(self, name: str, values: torch.Tensor) -> str:
        """Cast to float32, where it is not, once, when a session folds its constants."""
        stored = values.detach().numpy().astype(self.weight_type)
        name = self.constant(name, stored)
        if stored.dtype == np.float32:
            return name
        return self.node("Cast", [name], f"{name}.float32", to=TensorProto.FLOAT)

    def node(self, operator: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))
        return output

    def split(self, value: str, outputs: list[str], sizes: list[int]) -> list[str]:
        if len(outputs) > MOST_SPLITS:
            return self.sliced(value, outputs, sizes)
        sizes_name = self.integers(f"{value}.sizes", *sizes)
        self.nodes.append(helper.make_node("Split", [value, sizes_name], outputs, axis=1))
        return outputs

    def sliced(self, value: str, outputs: list[str], sizes: list[int]) -> list[str]:
        """As ``split``, part by part: a Split binds a buffer for each, and GPUs have few."""
        axes = self.integers(f"{value}.axes", 1)
        ends = np.cumsum(sizes)
        for output, size, end in zip(outputs, sizes, ends, strict=True):
            start = self.integers(f"{output}.start", int(end - size))
            stop = self.integers(f"{output}.stop", int(end))
            self.node("Slice", [value, start, stop, axes], output)
        return outputs

    def activated(self, value: str) -> str:
        return self.node("LeakyRelu", [value], f"{value}.active", alpha=NEGATIVE_SLOPE)

    def replicated(self, value: str, radius: int, consumer: str) -> str:
        """Continues a picture past its edges by their own values."""
        pads = f"edges.{radius}"
        if all(initializer.name != pads for initializer in self.initializers):
            self.integers(pads, 0, 0, radius, radius, 0, 0, radius, radius)
        return self.node("Pad", [value, pads], f"{consumer}.padded", mode="edge")

    def convolution(
        self, name: str, value: str, weight: str, layer: nn.Conv2d, bias: str | None = None
    ) -> str:
        size, stride = layer.kernel_size[0], layer.stride[0]
        if stride == 1 and size > 1:
            value = self.replicated(value, size // 2, name)
        inputs = [value, weight] if bias is None else [value, weight, bias]
        return self.node(
            "Conv", inputs, name, kernel_shape=[size, size], strides=[stride, stride]
        )

    def flat_through(self, name: str, value: str, weight: str) -> str:
        """Answer (1, outputs) of a convolution to flat maps (1, inputs)."""
        matrix = self.node("ReduceSum", [weight, "taps"], f"{name}.sums", keepdims=0)
        matrix = self.node("Transpose", [matrix], f"{name}.matrix", perm=[1, 0])
        return self.node("MatMul", [value, matrix], f"{name}.flat")

    def vector(self, value: str) -> str:
        """(1, n) -> (n,), as convolutions want their biases."""
        return self.node("Squeeze", [value, "first_axis"], f"{value}.vector")


def grain_of_photographs(build: _Builder, network: CompactNetwork) -> str:
    """Grain, as far as the answer is to be a crisp photograph: 63 channels as the tail's.

    See ``network.white_noise``.
    """
    kinds = max(SCALES) ** 2
    phases = torch.cat([network.phase_weight, network.phase_weight.flip(2, 3)])
    weight = build.constant("phases.weight", phases.numpy())
    turns = build.convolution("turns", "image", weight, nn.Conv2d(3, 2 * kinds, 3))
    phase = build.node("Sub", [turns, build.node("Floor", [turns], "turns.whole")], "phase")
    half = build.constant("half", np.array(0.5, np.float32))
    distance = build.node("Abs", [build.node("Sub", [phase, half], "phase.centred")], "distance")
    waves = build.split(distance, ["waves", "turned_waves"], [kinds, kinds])
    noise = build.node("Sub", waves, "noise")
    # The noise's factor of 4 goes into the next kernels.
    softening = 4 * torch.cat([network.get_buffer(f"soft_{scale}") for scale in SCALES])
    soft = build.constant("soft.weight", softening.numpy())
    grain = build.convolution("grain", noise, soft, nn.Conv2d(kinds, len(softening), 3))

    def told(name: str, index: int) -> str:
        position = build.integers(f"{name}.index", index)
        return build.node("Gather", ["condition", position], name, axis=1)

    flags = [told("crispness", condition.CRISP), told("photo", condition.CONTENT["photo"])]
    scaled = build.node("Mul", [grain, build.node("Mul", flags, "grain.amount")], "grain.scaled")
    sizes = [scale**2 for scale in SCALES]
    parts = build.split(scaled, [f"grain_x{scale}" for scale in SCALES], sizes)
    colours = [part for part in parts for _ in range(3)]
    return build.node("Concat", colours, "grain.coloured", axis=1)


def build_graph(
    network: CompactNetwork, weight_type: type[np.floating]
) -> onnx.ModelProto:
    """The graph with inline weights of the given type.

    Flat colours stay exact: what the layers answer to them depends on the condition and is
    computed beside the picture, on vectors, to be subtracted.
    """
    build = _Builder(weight_type)
    build.integers("taps", 2, 3)
    build.integers("first_axis", 0)

    layers: dict[str, nn.Conv2d] = {"head": network.head}
    layers |= {f"fine.{index}": layer for index, layer in enumerate(network.fine)}
    layers |= {"down": network.down}
    layers |= {f"coarse.{index}": layer for index, layer in enumerate(network.coarse)}
    layers |= {f"refine.{index}": layer for index, layer in enumerate(network.refine)}

    hidden = build.node(
        "Gemm",
        [
            "condition",
            build.weight("told.weight", network.told.weight),
            build.weight("told.bias", network.told.bias),
        ],
        "told",
        transB=1,
    )
    hidden = build.activated(hidden)
    told = build.weight("told_bias.weight", network.told_bias.weight.T)
    biases = build.node("MatMul", [hidden, told], "told_biases")
    own = build.constant("bias", network.bias.detach().numpy())
    biases = build.node("Add", [biases, own], "biases")
    names = [f"{name}.bias" for name in layers]
    bias_of = dict(
        zip(layers, build.split(biases, names, network.bias_sizes), strict=True)
    )

    weight_of = {
        name: build.weight(f"{name}.weight", layer.weight)
        for name, layer in layers.items()
        if name != "head"
    }
    weight_of["head"] = build.constant("head.weight", network.head_weight().detach().numpy())

    def layer(name: str, value: str) -> str:
        bias = build.vector(bias_of[name])
        value = build.convolution(name, value, weight_of[name], layers[name], bias)
        return build.activated(value)

    def flat_layer(name: str, value: str) -> str:
        value = build.flat_through(name, value, weight_of[name])
        value = build.node("Add", [value, bias_of[name]], f"{name}.flat.biased")
        return build.activated(value)

    def chain(step, part: str, value: str) -> str:
        for name in layers:
            if name == part or name.startswith(f"{part}."):
                value = step(name, value)
        return value

    def subtracted(name: str, value: str, flat: str, convolution: nn.Conv2d) -> str:
        """A last convolution of a part, less its answer to flat colour."""
        weight = build.weight(f"{name}.weight", convolution.weight)
        flat = build.flat_through(name, flat, weight)
        bias = build.vector(build.node("Neg", [flat], f"{name}.bias"))
        return build.convolution(name, value, weight, convolution, bias)

    flat_fine = chain(flat_layer, "fine", build.activated(bias_of["head"]))
    flat_far = chain(flat_layer, "coarse", chain(flat_layer, "down", flat_fine))
    flat_refined = chain(flat_layer, "refine", flat_fine)

    value = chain(layer, "fine", layer("head", "image"))
    far = chain(layer, "coarse", layer("down", value))
    far = subtracted("up", far, flat_far, network.up)
    far = build.node("DepthToSpace", [far], "far", blocksize=2, mode="CRD")
    value = chain(layer, "refine", build.node("Add", [value, far], "merged"))
    detail = subtracted("tail", value, flat_refined, network.tail)
    grain = grain_of_photographs(build, network)

    skip_weight = torch.cat([network.get_buffer(f"skip_{scale}") for scale in SCALES])
    skip = nn.Conv2d(3, len(skip_weight), 5, bias=False)
    plain = build.constant("skip.weight", skip_weight.numpy())
    plain = build.convolution("skip", "image", plain, skip)
    answer = build.node("Add", [build.node("Add", [detail, plain], "plain_answer"), grain], "answer")
    # What is as large as the input is ready as it is.
    parts = [f"restored_x{scale}" if scale == 1 else f"answer_x{scale}" for scale in SCALES]
    build.split(answer, parts, [channels_of(scale) for scale in SCALES])
    for scale, part in zip(SCALES, parts, strict=True):
        if scale > 1:
            build.node("DepthToSpace", [part], f"restored_x{scale}", blocksize=scale, mode="CRD")

    def picture(name: str, height: str, width: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, height, width])

    told_info = helper.make_tensor_value_info(
        "condition", TensorProto.FLOAT, [1, condition.SIZE]
    )
    graph = helper.make_graph(
        build.nodes,
        "compact",
        [picture("image", "height", "width"), told_info],
        [picture(f"restored_x{s}", f"height_x{s}", f"width_x{s}") for s in SCALES],
        build.initializers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="onestep"
    )
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model
