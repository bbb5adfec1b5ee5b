import { invariant } from '@hrd-shield/contracts/pure';

/** Terms by their code units. What ends at a node is a set of bits, which the maker gives meaning. */
export interface TermTrie {
  /** Bits of the terms that are whole at a node; bits of beginnings of words that end there. */
  readonly whole: Int32Array;
  readonly begun: Int32Array;
  /** Open-addressed edges: `node << 16 | code unit` to the next node; free slots hold -1. */
  readonly edges: Int32Array;
  readonly targets: Int32Array;
  /** Marks of the first two code units of all terms; others may share one. */
  readonly openings: Uint8Array;
}

/** One term; the bits of equal terms are joined. */
export interface TrieTerm {
  readonly term: string;
  readonly bits: number;
  /** Stands for every word that begins with it. */
  readonly isPrefix: boolean;
}

export const ROOT = 0;
/** No term goes on like this. */
export const NOWHERE = -1;
/** A node and a code unit fit a positive 31-bit number. */
const NODES_MAX = 0x7fff;
const UNIT_BITS = 16;
const SPREAD = 0x9e3779b1;
const OPENINGS = 4096;
const OPENING_SPREAD = 67;
const SPACE = 0x20;

/** @throws when the terms need more than 32,767 nodes */
export function newTermTrie(terms: Iterable<TrieTerm>): TermTrie {
  const next = new Map<number, number>();
  const whole: number[] = [0];
  const begun: number[] = [0];
  const openings = new Uint8Array(OPENINGS);
  for (const { term, bits, isPrefix } of terms) {
    markOpening(openings, term, isPrefix);
    let node = ROOT;
    for (let i = 0; i < term.length; i += 1) {
      const edge = (node << UNIT_BITS) | term.charCodeAt(i);
      const known = next.get(edge);
      node = known ?? whole.length;
      if (known !== undefined) continue;
      invariant(node < NODES_MAX, 'a context pack has too many terms for its trie');
      next.set(edge, node);
      whole.push(0);
      begun.push(0);
    }
    const ends = isPrefix ? begun : whole;
    if (node !== ROOT) ends[node] = (ends[node] ?? 0) | bits;
  }
  const ends = { whole: Int32Array.from(whole), begun: Int32Array.from(begun) };
  return { ...ends, ...tableOf(next), openings };
}

function markOpening(openings: Uint8Array, term: string, isPrefix: boolean): void {
  // After a beginning of one unit anything may stand.
  if (isPrefix && term.length < 2) openings.fill(1);
  const second = term.length < 2 ? SPACE : term.charCodeAt(1);
  openings[openingOf(term.charCodeAt(0), second)] = 1;
}

function openingOf(first: number, second: number): number {
  return (Math.imul(first, OPENING_SPREAD) ^ second) & (OPENINGS - 1);
}

/** Whether a term may begin with these code units, a space after its end; false for most words. */
export function mayOpen({ openings }: TermTrie, first: number, second: number): boolean {
  return openings[openingOf(first, second)] === 1;
}

/** At most half full, a power of two. */
function tableOf(next: ReadonlyMap<number, number>): Pick<TermTrie, 'edges' | 'targets'> {
  let size = 4;
  while (size < 2 * next.size) size *= 2;
  const edges = new Int32Array(size).fill(NOWHERE);
  const targets = new Int32Array(size);
  for (const [edge, node] of next) {
    let slot = slotOf(edge, size);
    while (edges[slot] !== NOWHERE) slot = (slot + 1) & (size - 1);
    edges[slot] = edge;
    targets[slot] = node;
  }
  return { edges, targets };
}

function slotOf(edge: number, size: number): number {
  const mixed = Math.imul(edge, SPREAD);
  return (mixed ^ (mixed >>> UNIT_BITS)) & (size - 1);
}

/** The node that follows on a code unit, or `NOWHERE`. */
export function follow({ edges, targets }: TermTrie, node: number, code: number): number {
  const edge = (node << UNIT_BITS) | code;
  let slot = slotOf(edge, edges.length);
  for (;;) {
    const found = edges[slot];
    if (found === edge) return targets[slot] ?? NOWHERE;
    if (found === NOWHERE) return NOWHERE;
    slot = (slot + 1) & (edges.length - 1);
  }
}
