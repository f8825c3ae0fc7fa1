import * as v from 'valibot';
import type { StandInDocument } from './document';
import { PaintsSchema } from './paint-schema';

/** Kinds of paint that need something loaded first, which only the asynchronous setters can wait for. */
const ASYNC_ONLY = ['PATTERN', 'SHADER'] as const satisfies readonly Paint['type'][];

/**
 * Checks paints as Figma does before it takes them.
 *
 * @throws Error naming the setter and what is wrong.
 */
export function checkPaints(document: StandInDocument, member: string, paints: unknown): Paint[] {
  const parsed = v.safeParse(PaintsSchema, paints);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue);
    throw new Error(
      `in ${member}: Property failed validation: ${issue.message}${place === null ? '' : ` at ${place}`}`,
    );
  }
  const checked = parsed.output as Paint[];
  for (const paint of checked) {
    if (
      paint.type === 'IMAGE' &&
      paint.imageHash !== null &&
      !document.images.has(paint.imageHash)
    ) {
      throw new Error(`in ${member}: There is no image with the hash ${paint.imageHash}`);
    }
    if (paint.type === 'PATTERN' && !document.layer(paint.sourceNodeId)) {
      throw new Error(`in ${member}: There is no pattern source ${paint.sourceNodeId}`);
    }
  }
  return checked;
}

/** As `checkPaints`, for setters that cannot wait. */
export function checkPaintsOfSyncSetter(
  document: StandInDocument,
  member: string,
  asyncMember: string,
  paints: unknown,
): Paint[] {
  const checked = checkPaints(document, member, paints);
  const refused = checked.find(({ type }) => (ASYNC_ONLY as readonly string[]).includes(type));
  if (refused) {
    throw new Error(`in ${member}: ${refused.type} paints can only be set with ${asyncMember}`);
  }
  return checked;
}
