/** Takes out of technical texts what belongs to a user’s work rather than to a fault. */

/** Shorter ones would tear holes into words of the fault itself. */
const LEAST_SECRET_CHARACTERS = 3;
const LONGEST_TEXT = 400;

/** Hashes of pictures, and encoded data of any kind. */
const DATA = [
  /\b(?:data|blob):[^\s"'<>]+/gi,
  /\b[0-9a-f]{16,}\b/gi,
  /[A-Za-z0-9+/_=-]{64,}/g,
] as const;

const TAKEN_OUT = '[…]';

export type Redact = (text: string) => string;

/** @param secrets what is known to belong to the user: names, prompts, hashes; the order is no matter */
export function redactor(secrets: Iterable<string>): Redact {
  const known = [...new Set([...secrets].map((secret) => secret.trim()))]
    .filter((secret) => secret.length >= LEAST_SECRET_CHARACTERS)
    // A name that is part of another one must not leave the rest of that.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutSecrets = known.reduce((rest, secret) => rest.split(secret).join(TAKEN_OUT), text);
    const withoutData = DATA.reduce((rest, data) => rest.replace(data, TAKEN_OUT), withoutSecrets);
    return withoutData.length > LONGEST_TEXT
      ? `${withoutData.slice(0, LONGEST_TEXT)}…`
      : withoutData;
  };
}
