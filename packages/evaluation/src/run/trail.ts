import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Family } from '@hrd-shield/contracts';
import type { EvidenceVector, Look } from '@hrd-shield/domain';

/** Looks of one run that are kept; a longer run keeps every second one of what follows. */
const LOOKS_MAX = 600;
/** Log-odds are kept to this step, shares to a thousandth. */
const STEP = 1e-4;
const SHARE_DIGITS = 1_000;

/** One stored look: what was gathered of one campaign at one moment. */
export interface StoredLook {
  readonly at: number;
  readonly defender: number;
  /** Number of the campaign in the run; −1 while below every tier. */
  readonly campaign: number;
  readonly evidence: EvidenceVector;
}

type Context = Omit<EvidenceVector, 'benign' | 'items' | 'missing'>;

interface Packed {
  readonly names: readonly string[];
  readonly contexts: readonly Context[];
  /** Time since the look before, defender, campaign, context, then name and weight of each item. */
  readonly looks: readonly (readonly number[])[];
}

/** Collects looks and packs them; looks that say the same as the one before are left out. */
export class TrailWriter {
  readonly #names = new Map<string, number>();
  readonly #contexts = new Map<string, number>();
  readonly #campaigns = new Map<string, number>();
  readonly #defenders = new Map<string, number>();
  readonly #last = new Map<string, string>();
  readonly #looks: number[][] = [];
  #seen = 0;

  add(look: Look): void {
    if (look.evidence.items.length === 0 || this.#looks.length >= LOOKS_MAX * 2) return;
    const campaign = look.campaign === undefined ? -1 : numberOf(this.#campaigns, look.campaign);
    const defender = numberOf(this.#defenders, look.defender);
    const row = this.#rowOf(look.evidence);
    const said = row.join();
    const place = `${defender}/${campaign}`;
    if (this.#last.get(place) === said) return;
    this.#last.set(place, said);
    this.#seen += 1;
    if (this.#looks.length >= LOOKS_MAX && this.#seen % 2 === 0) return;
    this.#looks.push([look.at, defender, campaign, ...row]);
  }

  pack(): string | undefined {
    if (this.#looks.length === 0) return undefined;
    let before = 0;
    const looks = this.#looks.map(([at = 0, ...rest]) => {
      const row = [at - before, ...rest];
      before = at;
      return row;
    });
    const contexts = [...this.#contexts.keys()].map((one) => JSON.parse(one) as Context);
    const packed: Packed = { names: [...this.#names.keys()], contexts, looks };
    return deflateRawSync(JSON.stringify(packed)).toString('base64');
  }

  #rowOf({ benign: _, items, missing: __, ...context }: EvidenceVector): number[] {
    const said = JSON.stringify(context, (___, value) =>
      typeof value === 'number' ? Math.round(value * SHARE_DIGITS) / SHARE_DIGITS : value,
    );
    return [
      numberOf(this.#contexts, said),
      ...items.flatMap((item) => [
        numberOf(this.#names, `${item.detector}|${item.family}|${item.template}`),
        Math.round(item.weight / STEP),
      ]),
    ];
  }
}

function numberOf(known: Map<string, number>, name: string): number {
  const number = known.get(name) ?? known.size;
  known.set(name, number);
  return number;
}

/** Opens a packed trail. Values, baselines and references are not kept: weighing reads none. */
export function openTrail(trail: string): StoredLook[] {
  const packed = JSON.parse(inflateRawSync(Buffer.from(trail, 'base64')).toString()) as Packed;
  let at = 0;
  return packed.looks.flatMap((row) => {
    const [after = 0, defender = 0, campaign = -1, number = 0, ...pairs] = row;
    at += after;
    const context = packed.contexts[number];
    if (context === undefined) return [];
    const items = itemsOf(pairs, packed.names);
    return [{ at, defender, campaign, evidence: { ...context, items, benign: [], missing: [] } }];
  });
}

function itemsOf(pairs: readonly number[], names: readonly string[]): EvidenceVector['items'] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => {
    const [detector = '', family = '', template = ''] = (names[pairs[2 * i] ?? 0] ?? '').split('|');
    const weight = (pairs[2 * i + 1] ?? 0) * STEP;
    return { detector, family: family as Family, template, value: 0, weight };
  });
}
