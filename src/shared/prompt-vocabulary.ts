/**
 * Prompts for packs with controls: words that the pack knows move its controls, and the others are
 * named, so that nobody believes in a wish that had no effect.
 */
import { AMOUNTS, mergeControls, type Controls } from './controls';

/** Phrases that mean the same, and what they set. */
export interface VocabularyEntry {
  readonly words: readonly string[];
  readonly set: Controls;
}

export type Vocabulary = readonly VocabularyEntry[];

/** What became of a prompt's words; each as it was typed. */
export interface PromptReading {
  /** Phrases that set something, in their order. */
  readonly understood: readonly string[];
  /** Words without effect, in their order, each once; words that carry no meaning are left out. */
  readonly ignored: readonly string[];
}

export interface ReadPrompt extends PromptReading {
  readonly controls: Controls;
}

/** Between two of these, amounts and negations have no say over each other's words. */
const CLAUSE_END = /[.,;:!?()[\]{}/|\n\r…–—]+/u;
const JOINING_WORDS = new Set(['and', 'but', 'then', 'or', 'yet', 'so', 'while', 'also', 'plus']);

/** Words that mean nothing here, and are not worth mentioning. */
const STOP_WORDS = new Set(
  (
    'a an the this that these those it its is are was be been being has have had of from in into on ' +
    'at to for with by as my our your their his her i we you he she they me us them please pls kindly ' +
    'make makes making made let lets get give do does can could would should will may want wants like ' +
    'need needs look looks looking more some any all just quite rather too please there here which ' +
    'what who if than image images picture pictures pic pics img layer file touch'
  ).split(' '),
);

/** Words before or after a phrase that say how much of it. */
const AMOUNT_WORDS: ReadonlyMap<string, number> = new Map([
  ...'bit little slightly slight somewhat lightly mildly faintly minor'
    .split(' ')
    .map((word) => [word, 0.35] as const),
  ...'very strongly strong heavily heavy extremely really much lot lots fully completely totally max maximum'
    .split(' ')
    .map((word) => [word, 1] as const),
]);

/** Words right before a phrase that turn it into its opposite: none of that. */
const NEGATIONS = new Set(['no', 'not', 'without', 'dont', 'doesnt', 'isnt', 'never', 'avoid']);

interface Token {
  /** As it was typed. */
  readonly text: string;
  /** As it is compared. */
  readonly key: string;
  readonly kind: 'word' | 'stop' | 'amount' | 'negation';
}

/** Phrases by their first key, the longest first. */
type PhraseIndex = ReadonlyMap<
  string,
  readonly { readonly keys: readonly string[]; readonly set: Controls }[]
>;

/**
 * Turns a prompt into controls. The longest known phrase counts; case, accents, punctuation and words
 * without meaning make no difference; where two phrases contradict each other, the later one counts.
 * A word of amount beside a phrase (“slightly”, “very”) replaces its amount, a negation before it
 * sets it to 0. The same prompt always gives the same answer; no prompt makes it throw.
 */
export function readPrompt(prompt: string, vocabulary: Vocabulary): ReadPrompt {
  const index = indexPhrases(vocabulary);
  let controls: Controls = {};
  const understood: string[] = [];
  const ignored = new Map<string, string>();
  for (const clause of splitClauses(prompt)) {
    for (const part of readClause(clause, index)) {
      if (part.set === null) {
        if (!ignored.has(part.key)) ignored.set(part.key, part.text);
        continue;
      }
      controls = mergeControls(controls, part.set);
      understood.push(part.text);
    }
  }
  return { controls, understood, ignored: [...ignored.values()] };
}

/** A phrase with what it sets, or one word without effect. */
type ClausePart =
  | { readonly set: Controls; readonly text: string }
  | { readonly set: null; readonly text: string; readonly key: string };

function readClause(clause: readonly Token[], index: PhraseIndex): ClausePart[] {
  const parts: ClausePart[] = [];
  const ignore = (tokens: readonly Token[]): void => {
    for (const { kind, text, key } of tokens) {
      if (kind !== 'stop') parts.push({ set: null, text, key });
    }
  };
  let at = 0;
  while (at < clause.length) {
    const found = findPhrase(clause, at, index);
    if (found === null) {
      ignore([clause[at]!]);
      at += 1;
      continue;
    }
    const set = found.negated ? opposite(found.set) : withAmount(found.set, found.amount);
    const tokens = clause.slice(at, found.end);
    if (Object.keys(set).length === 0) ignore(tokens);
    else parts.push({ set, text: tokens.map(({ text }) => text).join(' ') });
    at = found.end;
  }
  return parts;
}

interface FoundPhrase {
  readonly set: Controls;
  readonly negated: boolean;
  /** Null where no amount is named. */
  readonly amount: number | null;
  /** Token after the last one that belongs to it. */
  readonly end: number;
}

/** The longest phrase that a token belongs to as its first word, or leads up to. */
function findPhrase(
  clause: readonly Token[],
  start: number,
  index: PhraseIndex,
): FoundPhrase | null {
  const found = findLedUpTo(clause, start, index);
  if (found === null || found.amount !== null) return found;
  const after = amountAfter(clause, found.end, index);
  return after === null ? found : { ...found, ...after };
}

/** As `findPhrase`, without regard to what comes after the phrase. */
function findLedUpTo(
  clause: readonly Token[],
  start: number,
  index: PhraseIndex,
): FoundPhrase | null {
  let negated = false;
  let amount: number | null = null;
  for (let at = start; at < clause.length; at++) {
    const match = matchLongest(clause, at, index);
    if (match !== null) {
      amount = amountIn(clause.slice(at, match.end)) ?? amount;
      return { ...match, negated, amount };
    }
    const { kind, key } = clause[at]!;
    if (kind === 'word' || (kind === 'stop' && at === start)) return null;
    if (kind === 'negation') negated = true;
    if (kind === 'amount') amount = AMOUNT_WORDS.get(key)!;
  }
  return null;
}

function matchLongest(
  clause: readonly Token[],
  start: number,
  index: PhraseIndex,
): { readonly set: Controls; readonly end: number } | null {
  for (const { keys, set } of index.get(clause[start]!.key) ?? []) {
    const end = endOfMatch(clause, start, keys);
    if (end !== null) return { set, end };
  }
  return null;
}

/** Where a phrase ends that begins at `start`; stop words and amounts may stand between its words. */
function endOfMatch(
  clause: readonly Token[],
  start: number,
  keys: readonly string[],
): number | null {
  let at = start;
  for (const [index, key] of keys.entries()) {
    while (index > 0 && at < clause.length && clause[at]!.key !== key && isSkippable(clause[at]!)) {
      at += 1;
    }
    if (clause[at]?.key !== key) return null;
    at += 1;
  }
  return at;
}

const isSkippable = ({ kind }: Token): boolean => kind === 'stop' || kind === 'amount';

function amountIn(tokens: readonly Token[]): number | null {
  const found = tokens.find(({ kind }) => kind === 'amount');
  return found === undefined ? null : AMOUNT_WORDS.get(found.key)!;
}

/** An amount that follows a phrase and leads up to no other: “sharpen it slightly”. */
function amountAfter(
  clause: readonly Token[],
  start: number,
  index: PhraseIndex,
): { readonly amount: number; readonly end: number } | null {
  let at = start;
  while (clause[at]?.kind === 'stop') at += 1;
  if (clause[at]?.kind !== 'amount' || findLedUpTo(clause, at, index) !== null) return null;
  return { amount: AMOUNT_WORDS.get(clause[at]!.key)!, end: at + 1 };
}

/** What is said to be there at all is there as much as the word of amount says. */
function withAmount(set: Controls, amount: number | null): Controls {
  if (amount === null) return set;
  const changed = AMOUNTS.filter((name) => (set[name] ?? 0) > 0).map((name) => [name, amount]);
  return { ...set, ...(Object.fromEntries(changed) as Controls) };
}

/** None of it. What a picture does not show says nothing about what it does. */
function opposite(set: Controls): Controls {
  const named = AMOUNTS.filter((name) => set[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, 0])) as Controls;
}

function indexPhrases(vocabulary: Vocabulary): PhraseIndex {
  const index = new Map<string, { keys: readonly string[]; set: Controls }[]>();
  for (const { words, set } of vocabulary) {
    for (const phrase of words) {
      const keys = splitWords(phrase).map(({ key }) => key);
      const [first] = keys;
      if (first === undefined) continue;
      const phrases = index.get(first) ?? [];
      phrases.push({ keys, set });
      index.set(first, phrases);
    }
  }
  for (const phrases of index.values()) phrases.sort((a, b) => b.keys.length - a.keys.length);
  return index;
}

function splitClauses(prompt: string): Token[][] {
  const clauses: Token[][] = [];
  for (const text of prompt.split(CLAUSE_END)) {
    let clause: Token[] = [];
    for (const token of splitWords(text)) {
      if (JOINING_WORDS.has(token.key)) {
        clauses.push(clause);
        clause = [];
      } else clause.push(token);
    }
    clauses.push(clause);
  }
  return clauses;
}

/** Words are runs of letters and digits; an apostrophe makes no difference: “don’t” is “dont”. */
function splitWords(text: string): Token[] {
  const found = text.match(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu) ?? [];
  return found.map((word) => {
    const key = word
      .normalize('NFKD')
      .replace(/[\p{M}'’]/gu, '')
      .toLowerCase();
    return { text: word, key, kind: kindOf(key) };
  });
}

function kindOf(key: string): Token['kind'] {
  if (STOP_WORDS.has(key) || key === '') return 'stop';
  if (AMOUNT_WORDS.has(key)) return 'amount';
  return NEGATIONS.has(key) ? 'negation' : 'word';
}
