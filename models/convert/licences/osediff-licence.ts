import { APACHE_2_0 } from './apache-2.0';
import { OPEN_RAIL_PLUS_PLUS_M } from './open-rail-plus-plus-m';

const NOTICE = `This pack is a Derivative of the Model Stable Diffusion 2.1 base by Stability AI and
contributors, under the CreativeML Open RAIL++-M License below. Its Attachment A restricts what the
pack may be used for; whoever passes the pack on passes these restrictions on as well.

It is merged with the adapter of OSEDiff (One-Step Effective Diffusion Network for Real-World Image
Super-Resolution, https://github.com/cswry/OSEDiff), under the Apache License 2.0 below.

Changes: the adapter's weights were merged into the UNet and the VAE encoder, the timestep was folded
into the biases, what one step does not need was left out, and the networks were written as ONNX
graphs by Onestep, in the precision that pack.json names.
`;

/** What a pack made of Stable Diffusion 2.1 base and an OSEDiff adapter has to carry. */
export const OSEDIFF_LICENCE = {
  id: 'CreativeML-OpenRAIL++-M AND Apache-2.0',
  text: [NOTICE, OPEN_RAIL_PLUS_PLUS_M, APACHE_2_0].join(`\n${'-'.repeat(79)}\n\n`),
} as const;
