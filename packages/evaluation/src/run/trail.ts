import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Family } from '@hrd-shield/contracts';
import type { EvidenceVector, Look } from '@hrd-shield/domain';

/** Looks of one run that are kept; a longer run keeps every second one of what follows. */
/** Leaning of a crowd that nothing judged. */
const LEANING_MISSING = -1_000_000;
const LOOKS_MAX = 600;
/** Log-odds are kept to this step. */
const STEP = 1e-4;

/** One stored look: what was gathered of one campaign at one moment. */
export interface StoredLook {
  readonly at: number;
  readonly defender: number;
  /** Number of the campaign in the run; −1 while below every tier. */
  readonly campaign: number;
  readonly evidence: EvidenceVector;
}

interface Packed {
  readonly names: readonly string[];
  readonly missing: readonly string[];
  readonly looks: readonly (readonly number[])[];
}

/** Collects looks and packs them; looks that say the same as the one before are left out. */
export class TrailWriter {
  readonly #names = new Map<string, number>();
  readonly #campaigns = new Map<string, number>();
  readonly #defenders = new Map<string, number>();
  readonly #last = new Map<string, string>();
  readonly #looks: number[][] = [];
  #seen = 0;

  add(look: Look): void {
    const { evidence } = look;
    if (evidence.items.length === 0) return;
    const campaign = look.campaign === undefined ? -1 : numberOf(this.#campaigns, look.campaign);
    const defender = numberOf(this.#defenders, look.defender);
    const row = this.#rowOf(evidence);
    const said = row.join();
    const place = `${defender}/${campaign}`;
    if (this.#last.get(place) === said) return;
    this.#last.set(place, said);
    this.#seen += 1;
    if (this.#looks.length >= LOOKS_MAX * 2) return;
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
    const packed: Packed = { names: [...this.#names.keys()], missing: [], looks };
    return deflateRawSync(JSON.stringify(packed)).toString('base64');
  }

  #rowOf(evidence: EvidenceVector): number[] {
    const { stance } = evidence;
    const flags = (evidence.directHarm ? 1 : 0) + (evidence.nonSpeech ? 2 : 0);
    const share = (value: number | undefined) =>
      value === undefined ? -1 : Math.round(value * 1_000);
    const items = evidence.items.flatMap((item) => [
      numberOf(this.#names, `${item.detector}|${item.family}|${item.template}`),
      Math.round(item.weight / STEP),
    ]);
    return [
      flags,
      share(stance.hostile),
      share(stance.supportive),
      Math.round(stance.weight * 1_000),
      stance.leaning === undefined ? LEANING_MISSING : Math.round(stance.leaning * 1_000),
      evidence.actors,
      ...items,
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
  return packed.looks.map((row) => {
    const [after = 0, defender = 0, campaign = -1, ...rest] = row;
    at += after;
    return { at, defender, campaign, evidence: evidenceOf(rest, packed.names) };
  });
}

function evidenceOf(row: readonly number[], names: readonly string[]): EvidenceVector {
  const [flags = 0, hostile = -1, supportive = -1, weight = 0, leaning = 0, actors = 0, ...pairs] =
    row;
  const share = (value: number) => (value < 0 ? undefined : value / 1_000);
  const items = Array.from({ length: pairs.length / 2 }, (_, i) => {
    const [detector = '', family = '', template = ''] = (names[pairs[2 * i] ?? 0] ?? '').split('|');
    const scaled = (pairs[2 * i + 1] ?? 0) * STEP;
    return { detector, family: family as Family, template, value: 0, weight: scaled };
  });
  return {
    items,
    benign: [],
    missing: [],
    degraded: false,
    directHarm: (flags & 1) !== 0,
    nonSpeech: (flags & 2) !== 0,
    stance: {
      hostile: share(hostile),
      supportive: share(supportive),
      weight: weight / 1_000,
      leaning: leaning === LEANING_MISSING ? undefined : leaning / 1_000,
    },
    actors,
  };
}
