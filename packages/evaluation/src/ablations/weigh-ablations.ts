import { FAMILIES, type Family } from '@hrd-shield/contracts';
import type { DetectionPolicy, EvidenceVector } from '@hrd-shield/domain';

/** Something that the weighing could do without; stored evidence is weighed again. */
export interface WeighAblation {
  readonly name: string;
  readonly says: string;
  readonly policy: (policy: DetectionPolicy) => DetectionPolicy;
  readonly evidence: (vector: EvidenceVector) => EvidenceVector;
}

const same = <T>(value: T): T => value;
const BENIGN_RULES = [
  'solidarity',
  'share-template',
  'quotes-of-defender',
  'familiar-public',
] as const;
const ALWAYS_COUNTS = -100;

/**
 * What is taken out of the weighing, one at a time; the first takes nothing, and the others are
 * read against it.
 */
export const WEIGH_ABLATIONS: readonly WeighAblation[] = [
  { name: 'none', says: 'everything as it is', policy: same, evidence: same },
  ...FAMILIES.map(
    (family): WeighAblation => ({
      name: `family ${family}`,
      says: `without the family ${family}`,
      policy: same,
      evidence: (vector) => withoutFamily(vector, family),
    }),
  ),
  ...BENIGN_RULES.map(
    (rule): WeighAblation => ({
      name: `exclusion ${rule}`,
      says: `without the innocent explanation ${rule}`,
      policy: same,
      evidence: (vector) => ({
        ...vector,
        items: vector.items.filter(({ template }) => template !== `benign.${rule}`),
      }),
    }),
  ),
  {
    name: 'gate two-families',
    says: 'one family of evidence is enough',
    policy: (policy) => ({
      ...policy,
      fusion: { ...policy.fusion, countsAsFamily: ALWAYS_COUNTS },
    }),
    evidence: same,
  },
  {
    name: 'gate minimum-support',
    says: 'any number of actors is enough',
    policy: (policy) => ({ ...policy, fusion: { ...policy.fusion, actorsMin: 0 } }),
    evidence: same,
  },
  {
    name: 'gate hostility-or-harm',
    says: 'neither hostility nor harm has to be shown',
    policy: same,
    evidence: (vector) => ({ ...vector, nonSpeech: true }),
  },
];

function withoutFamily(vector: EvidenceVector, family: Family): EvidenceVector {
  const items = vector.items.filter((item) => item.family !== family);
  return family === 'direct-harm' ? { ...vector, items, directHarm: false } : { ...vector, items };
}
