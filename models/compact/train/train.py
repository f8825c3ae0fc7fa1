"""Train the compact network.

python train.py --photos PHOTOS --run RUN
python train.py --photos PHOTOS --run RUN --resume
python train.py --photos PHOTOS --run RUN --smoke
"""

from __future__ import annotations

import argparse
import json
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

from condition import neutral
from dataset import Batch, Pair, PairPool, Regions, load_photos, validation_pairs
from losses import PatchCritic, grain_loss, structure_loss, weighted
from metrics import psnr_y, ssim_y
from network import ALIGNMENT, CompactNetwork, parameter_count

WARM_UP_STEPS = 500
FINAL_RATE = 1e-6
REPORT_STEPS = 100
VALIDATION_STEPS = 2000
CRITIC_RATE = 2e-4
# Of the grain's own loss. It meets no other, so this only keeps its gradients from being tiny.
GRAIN_WEIGHT = 100.0
# Settings of --smoke: everything once, in a minute.
SMOKE = {
    "steps": 40,
    "batch": 2,
    "crop": 32,
    "pool": 40,
    "fine_width": 8,
    "coarse_width": 8,
    "coarse_depth": 1,
}


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Linear warm-up, then a cosine down to FINAL_RATE."""
    if step < WARM_UP_STEPS:
        return peak * (step + 1) / WARM_UP_STEPS
    progress = min(1.0, (step - WARM_UP_STEPS) / max(1, steps - WARM_UP_STEPS))
    return FINAL_RATE + (peak - FINAL_RATE) * 0.5 * (1 + math.cos(math.pi * progress))


def gradients_of_part(
    network: CompactNetwork,
    critic: PatchCritic,
    batch: Batch,
    structure_weight: float,
    critic_weight: float,
    grain_weight: float,
) -> tuple[float, tuple[Tensor, ...], tuple[Tensor, ...] | None]:
    """Loss of one part of a batch, gradients of the network's parameters and of the critic's.

    The critic has none where no crop of the part may make up texture.
    """
    restored, amount = network.without_grain(batch.degraded, batch.conditions, batch.scale)
    loss = functional.l1_loss(restored, batch.clean)
    if structure_weight:
        loss = loss + structure_weight * structure_loss(restored, batch.clean)
    total = loss
    if grain_weight:
        grain = functional.pixel_shuffle(network.grain(batch.degraded, batch.scale), batch.scale)
        amiss = grain_loss(amount, grain, restored.detach(), batch.clean, batch.texture)
        total = total + grain_weight * amiss

    def by_parameters(value: Tensor) -> tuple[Tensor, ...]:
        # Only the grain's own loss depends on all of them.
        return torch.autograd.grad(
            value, tuple(network.parameters()), allow_unused=True, materialize_grads=True
        )

    judged = batch.texture > 0
    if not critic_weight or not judged.any():
        return loss.item(), by_parameters(total), None

    weights = batch.texture[judged]
    size = batch.clean.shape[2:]
    enlarged = functional.interpolate(batch.degraded[judged], size, mode="bilinear")
    made = restored[judged]
    share = len(weights) / len(batch.texture)
    penalty = -weighted(critic(made, enlarged), weights) * share
    network_gradients = by_parameters(total + critic_weight * penalty)
    true_scores, made_scores = (
        critic(picture, enlarged) for picture in (batch.clean[judged], made.detach())
    )
    hinge = weighted(functional.relu(1 - true_scores), weights)
    hinge = hinge + weighted(functional.relu(1 + made_scores), weights)
    return loss.item(), network_gradients, torch.autograd.grad(hinge, tuple(critic.parameters()))


def set_mean_gradients(module: torch.nn.Module, parts: list[tuple[Tensor, ...]]) -> None:
    """Gives each parameter the mean of its gradients over the parts of a batch."""
    for parameter, *gradients in zip(module.parameters(), *parts, strict=True):
        parameter.grad = torch.stack(gradients).mean(dim=0)


@torch.no_grad()
def restore(
    network: CompactNetwork, picture: np.ndarray, scale: int, condition: np.ndarray
) -> np.ndarray:
    """Runs the network on uint8 (H, W, 3) as the runtime does -> uint8 (s H, s W, 3).

    Odd sides are continued by one pixel, which is cut off again.
    """
    device = next(network.parameters()).device
    height, width = picture.shape[:2]
    missing = ((0, -height % ALIGNMENT), (0, -width % ALIGNMENT), (0, 0))
    whole = np.pad(picture, missing, mode="edge")
    image = torch.from_numpy(whole).to(device).permute(2, 0, 1)[None].float() / 255
    told = torch.from_numpy(condition)[None].to(device)
    restored = network(image, told, scale)[0].permute(1, 2, 0).cpu().numpy()
    restored = restored[: scale * height, : scale * width]
    return np.floor(restored.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def validate(
    network: CompactNetwork, sets: dict[str, tuple[int, list[Pair]]]
) -> dict[str, tuple[float, float]]:
    """Mean PSNR-Y and SSIM-Y per set, nothing told."""
    figures = {}
    for name, (scale, pairs) in sets.items():
        told = neutral(scale)
        results = [(restore(network, low, scale, told), high) for low, high in pairs]
        psnr = float(np.mean([psnr_y(result, high) for result, high in results]))
        ssim = float(np.mean([ssim_y(result, high) for result, high in results]))
        figures[name] = (round(psnr, 3), round(ssim, 4))
    return figures


def save_atomically(state: dict, path: Path) -> None:
    """Never leaves a half-written checkpoint behind."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of training photos")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument("--steps", type=int, default=60_000)
    parser.add_argument(
        "--minutes", type=float, help="re-plan --steps by the measured speed so as to end by then"
    )
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--crop", type=int, default=48, help="input pixels, even")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--structure-weight", type=float, default=0.1, help="of 1 - SSIM")
    parser.add_argument("--structure-from", type=float, default=0.6, help="share of the steps")
    parser.add_argument("--critic-weight", type=float, default=0.005, help="of crisp photos")
    parser.add_argument("--critic-from", type=float, default=0.7, help="share of the steps")
    parser.add_argument("--grain-from", type=float, default=0.7, help="share of the steps")
    parser.add_argument("--fine-width", type=int, default=32)
    parser.add_argument("--fine-depth", type=int, default=3)
    parser.add_argument("--coarse-width", type=int, default=64)
    parser.add_argument("--coarse-depth", type=int, default=2)
    parser.add_argument("--refine-depth", type=int, default=3)
    parser.add_argument("--pool", type=int, default=400, help="regions kept in memory")
    parser.add_argument("--steps-per-region", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--resume", action="store_true", help="go on from RUN/last.pt")
    parser.add_argument("--smoke", action="store_true", help="everything once, on tiny settings")
    arguments = parser.parse_args()
    if arguments.smoke:
        vars(arguments).update(SMOKE)
    return arguments


class Run:
    """The state of a training run, on disk and off."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        shape = {
            name: getattr(arguments, name)
            for name in ("fine_width", "fine_depth", "coarse_width", "coarse_depth", "refine_depth")
        }
        self.network = CompactNetwork(**shape).to(self.device, memory_format=torch.channels_last)
        self.network.train()
        self.average = CompactNetwork(**shape).to(self.device).eval()
        self.average.load_state_dict(self.network.state_dict())
        self.critic = PatchCritic().to(self.device, memory_format=torch.channels_last)
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=arguments.rate)
        self.critic_optimiser = torch.optim.Adam(
            self.critic.parameters(), lr=CRITIC_RATE, betas=(0.5, 0.99)
        )
        self.step = 0
        self.parts = {
            "network": self.network,
            "ema": self.average,
            "critic": self.critic,
            "optimiser": self.optimiser,
            "critic_optimiser": self.critic_optimiser,
        }

    def load(self) -> None:
        path = self.arguments.run / "last.pt"
        state = torch.load(path, map_location=self.device, weights_only=True)
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        self.step = state["step"]

    def save(self) -> None:
        state = {name: part.state_dict() for name, part in self.parts.items()}
        state |= {"shape": self.network.shape, "step": self.step}
        save_atomically(state, self.arguments.run / "last.pt")

    def log(self, **record: object) -> None:
        """One line of JSON, on screen and in RUN/log.jsonl, for plots."""
        line = json.dumps({"step": self.step, **record}, default=str)
        print(line, flush=True)
        with (self.arguments.run / "log.jsonl").open("a") as file:
            file.write(line + "\n")

    def update(self, batch: Batch, threads: ThreadPoolExecutor, lanes: int, steps: int) -> float:
        """One step of the network and, late in a run, of the critic. Returns the loss."""
        settings = self.arguments
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.step, steps, settings.rate)
        share = self.step / steps
        structure = settings.structure_weight if share >= settings.structure_from else 0.0
        criticism = settings.critic_weight if share >= settings.critic_from else 0.0
        grain = GRAIN_WEIGHT if share >= settings.grain_from else 0.0
        if criticism:
            self.critic.refresh()
        batch = batch.to(self.device)

        def part(index: int) -> tuple[float, tuple[Tensor, ...], tuple[Tensor, ...] | None]:
            members = batch.part(index, lanes)
            return gradients_of_part(
                self.network, self.critic, members, structure, criticism, grain
            )

        answers = list(threads.map(part, range(lanes)))
        set_mean_gradients(self.network, [answer[1] for answer in answers])
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        critic_gradients = [answer[2] for answer in answers if answer[2] is not None]
        if critic_gradients:
            set_mean_gradients(self.critic, critic_gradients)
            self.critic_optimiser.step()
        self.step += 1
        # A short memory at first, so that the untrained start is soon forgotten.
        decay = min(0.999, self.step / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.average.parameters()), list(self.network.parameters()), 1 - decay
            )
        return float(np.mean([answer[0] for answer in answers]))


def main() -> None:
    arguments = parse_arguments()
    arguments.run.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    run = Run(arguments)
    if arguments.resume:
        run.load()
    run.log(
        parameters=parameter_count(run.network),
        reach=run.network.reach,
        device=run.device,
        settings=vars(arguments),
    )
    held_out = validation_pairs(load_photos(arguments.photos, held_out=True))
    regions = Regions(load_photos(arguments.photos, held_out=False), arguments.seed)
    pool = PairPool(
        regions, arguments.pool, arguments.steps_per_region, run.step, arguments.workers
    )

    # One part of the batch per thread. Threads inside every operator would wait for each other a
    # hundred times per step, which is slow on a machine that does other work as well.
    lanes = 1 if run.device.type == "cuda" else arguments.threads
    threads = ThreadPoolExecutor(lanes, initializer=torch.set_num_threads, initargs=(1,))
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    steps, pace = arguments.steps, 0.0
    started_at = saved_at = reported_at = time.monotonic()
    losses: list[float] = []
    while run.step < steps and not stopping:
        batch = pool.batch(run.step, arguments.batch, arguments.crop)
        losses.append(run.update(batch, threads, lanes, steps))
        if run.step % REPORT_STEPS == 0:
            now = time.monotonic()
            seconds = (now - reported_at) / len(losses)
            reported_at = now
            pace = 0.8 * pace + 0.2 * seconds if pace else seconds
            if arguments.minutes:
                left = started_at + 60 * arguments.minutes - now
                steps = run.step + max(1, round(left / pace))
            run.log(of=steps, loss=round(float(np.mean(losses)), 5), ms=round(1000 * seconds))
            losses.clear()
        if run.step % VALIDATION_STEPS == 0:
            run.log(held_out=validate(run.average, held_out))
        if time.monotonic() - saved_at > arguments.save_minutes * 60:
            run.save()
            saved_at = time.monotonic()
    run.save()
    run.log(held_out=validate(run.average, held_out), saved=True)


if __name__ == "__main__":
    main()
