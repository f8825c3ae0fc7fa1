"""Train the compact network.

python train.py --photos PHOTOS --run RUN
python train.py --photos PHOTOS --run RUN --resume
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dataset import Pair, PairPool, Regions, load_photos, validation_pairs
from metrics import psnr_y, ssim_y
from network import SCALE, CompactNetwork, parameter_count

# Crop borders see the zero padding, which the runtime cuts off: they say nothing (input pixels).
BORDER_PX = 2
WARM_UP_STEPS = 500
FINAL_RATE = 1e-6
REPORT_STEPS = 100
VALIDATION_STEPS = 2000


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Linear warm-up, then a cosine down to FINAL_RATE."""
    if step < WARM_UP_STEPS:
        return peak * (step + 1) / WARM_UP_STEPS
    progress = min(1.0, (step - WARM_UP_STEPS) / max(1, steps - WARM_UP_STEPS))
    return FINAL_RATE + (peak - FINAL_RATE) * 0.5 * (1 + math.cos(math.pi * progress))


def structure_loss(restored: Tensor, clean: Tensor) -> Tensor:
    """1 - SSIM of luma; both (N, 3, H, W) in 0..1."""
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


def loss_and_gradients(
    network: CompactNetwork, degraded: Tensor, clean: Tensor, structure_weight: float
) -> tuple[float, tuple[Tensor, ...]]:
    """Loss of one part of a batch and its gradients in the order of ``network.parameters()``."""
    inner = slice(SCALE * BORDER_PX, -SCALE * BORDER_PX)
    restored, clean = network(degraded)[..., inner, inner], clean[..., inner, inner]
    loss = functional.l1_loss(restored, clean)
    if structure_weight:
        loss = loss + structure_weight * structure_loss(restored, clean)
    return loss.item(), torch.autograd.grad(loss, tuple(network.parameters()))


@torch.no_grad()
def restore(network: CompactNetwork, picture: np.ndarray) -> np.ndarray:
    """Runs the network as the runtime does: edges replicated by its reach, then cut off.

    uint8 (H, W, 3) -> uint8 (4H, 4W, 3).
    """
    device = next(network.parameters()).device
    reach = network.reach
    padded = np.pad(picture, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    image = torch.from_numpy(padded).to(device).permute(2, 0, 1)[None].float() / 255
    inner = slice(SCALE * reach, -SCALE * reach)
    restored = network(image)[0].permute(1, 2, 0).cpu().numpy()[inner, inner]
    return np.floor(restored.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def validate(network: CompactNetwork, pairs: dict[str, list[Pair]]) -> str:
    """Mean PSNR-Y and SSIM-Y per kind, as a line for the log."""
    parts = []
    for kind, members in pairs.items():
        results = [(restore(network, low), high) for low, high in members]
        psnr = np.mean([psnr_y(result, high) for result, high in results])
        ssim = np.mean([ssim_y(result, high) for result, high in results])
        parts.append(f"{kind} {psnr:.3f} dB {ssim:.4f}")
    return ", ".join(parts)


def save_atomically(state: dict, path: Path) -> None:
    """Never leaves a half-written checkpoint behind."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of training photos")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument("--steps", type=int, default=28_000)
    parser.add_argument(
        "--minutes", type=float, help="re-plan --steps by the measured speed so as to end by then"
    )
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--crop", type=int, default=48, help="input pixels")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--structure-weight", type=float, default=0.1, help="of 1 - SSIM")
    parser.add_argument("--structure-from", type=float, default=0.7, help="share of the steps")
    parser.add_argument("--width", type=int, default=48)
    parser.add_argument("--depth", type=int, default=10)
    parser.add_argument("--pool", type=int, default=300, help="regions kept in memory")
    parser.add_argument("--steps-per-region", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--resume", action="store_true", help="go on from RUN/last.pt")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    arguments.run.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.run / "last.pt"
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    shape = {"width": arguments.width, "depth": arguments.depth}
    network = CompactNetwork(**shape).to(device, memory_format=torch.channels_last).train()
    average = CompactNetwork(**shape).to(device).eval()
    optimiser = torch.optim.Adam(network.parameters(), lr=arguments.rate)
    step = 0
    if arguments.resume:
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["ema"])
        optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["rng"].cpu())
        step = state["step"]
    else:
        average.load_state_dict(network.state_dict())

    def snapshot() -> dict:
        return {
            "shape": shape,
            "network": network.state_dict(),
            "ema": average.state_dict(),
            "optimiser": optimiser.state_dict(),
            "rng": torch.get_rng_state(),
            "step": step,
        }

    def log(line: str) -> None:
        print(line, flush=True)
        with (arguments.run / "log.txt").open("a") as file:
            file.write(line + "\n")

    log(
        f"{parameter_count(network)} parameters, reach {network.reach}, {device}, {vars(arguments)}"
    )
    held_out = validation_pairs(load_photos(arguments.photos, held_out=True))
    regions = Regions(load_photos(arguments.photos, held_out=False), arguments.seed)
    pool = PairPool(regions, arguments.pool, arguments.steps_per_region, step, arguments.workers)
    log(f"pool of {arguments.pool} regions is full")

    # One part of the batch per thread. Threads inside every operator would wait for each other a
    # hundred times per step, which is slow on a machine that does other work as well.
    lanes = 1 if device.type == "cuda" else arguments.threads
    threads = ThreadPoolExecutor(lanes, initializer=torch.set_num_threads, initargs=(1,))
    parameters = list(network.parameters())
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    steps, pace = arguments.steps, 0.0
    started_at = saved_at = reported_at = time.monotonic()
    losses: list[float] = []
    while step < steps and not stopping:
        degraded, clean = pool.batch(step, arguments.batch, arguments.crop)
        degraded, clean = degraded.to(device), clean.to(device)
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, steps, arguments.rate)
        weight = arguments.structure_weight
        if step < arguments.structure_from * steps:
            weight = 0.0
        parts = zip(degraded.chunk(lanes), clean.chunk(lanes), [weight] * lanes, strict=True)
        answers = list(threads.map(lambda part: loss_and_gradients(network, *part), parts))
        for index, parameter in enumerate(parameters):
            parameter.grad = torch.stack([answer[1][index] for answer in answers]).mean(dim=0)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        # A short memory at first, so that the untrained start is soon forgotten.
        decay = min(0.999, step / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), parameters, 1 - decay)
        losses.append(float(np.mean([answer[0] for answer in answers])))

        if step % REPORT_STEPS == 0:
            now = time.monotonic()
            seconds = (now - reported_at) / len(losses)
            reported_at = now
            pace = 0.8 * pace + 0.2 * seconds if pace else seconds
            if arguments.minutes:
                left = started_at + 60 * arguments.minutes - now
                steps = step + max(1, round(left / pace))
            log(f"step {step} of {steps} loss {np.mean(losses):.5f} {1000 * seconds:.0f} ms")
            losses.clear()
        if step % VALIDATION_STEPS == 0:
            log(f"step {step} held out: {validate(average, held_out)}")
        if time.monotonic() - saved_at > arguments.save_minutes * 60:
            save_atomically(snapshot(), checkpoint)
            saved_at = time.monotonic()
    save_atomically(snapshot(), checkpoint)
    log(f"saved at step {step}")


if __name__ == "__main__":
    main()
