import { VERDICT_SYSTEMS } from '@hrd-shield/contracts';
import type { VerdictTrust } from '@hrd-shield/pipeline';
import { z } from 'zod';

const PAIR = /^([a-z]+)=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)$/;

/**
 * How far verdicts of other systems are believed, as `osprey=0.8,hma=1`. What is not named is left
 * to the rules of detection.
 */
export const VerdictTrustText = z
  .string()
  .max(256)
  .default('')
  .refine((text) => pairsOf(text).every((pair) => pair !== undefined), {
    error: `pairs such as osprey=0.8, separated by commas; systems: ${VERDICT_SYSTEMS.join(', ')}`,
  });

/** How far each system is believed, 0 to 1, as the setting says. */
export function verdictTrustOf(config: { readonly verdictTrust: string }): VerdictTrust {
  const pairs = pairsOf(config.verdictTrust).filter((pair) => pair !== undefined);
  return Object.fromEntries(pairs) as VerdictTrust;
}

function pairsOf(text: string): readonly (readonly [string, number] | undefined)[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const [, system = '', trust = ''] = PAIR.exec(part.trim()) ?? [];
    const isKnown = VERDICT_SYSTEMS.some((known) => known === system);
    return isKnown ? [system, Number(trust)] : undefined;
  });
}
