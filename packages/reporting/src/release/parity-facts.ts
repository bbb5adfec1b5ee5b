import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import type { ParityFacts, Period, ReleasedTable } from '@hrd-shield/domain';
import type { z } from 'zod';
import { jsonAs } from '../files/json-as.ts';
import { readText } from '../files/read-text.ts';
import { hashOf } from '../frozen/canonical-json.ts';
import { disclosureFacts } from './protect-tables.ts';
import { monthOf, quarterOf } from './quarter.ts';
import { Release } from './release.ts';
import { FrozenFacts } from './release-facts.ts';

/** Frozen facts of a draft as the registry counts them: pseudonyms and closed values. */
export interface DraftFacts {
  readonly quarter: string;
  /** Hash of the facts, hex. */
  readonly factsHash: string;
  readonly facts: ParityFacts;
  readonly period: Period;
  readonly knownBy: number;
  /** What the draft would publish of the same facts. */
  readonly release: readonly ReleasedTable[];
}

/**
 * The facts of a draft, and the tables of its release.
 * @throws ShieldError `config.invalid` when there is none, or its facts are not those of its release
 */
export async function readDraftFacts(draft: string): Promise<DraftFacts> {
  const facts = await read(FrozenFacts, join(draft, 'facts.json'));
  const release = await read(Release, join(draft, 'files', 'release.json'));
  const factsHash = hashOf(facts);
  if (factsHash !== release.inputsHash) {
    throw new ShieldError('config.invalid', { detail: 'the facts are not those of the draft' });
  }
  return {
    quarter: facts.quarter,
    factsHash,
    facts: parityFacts(facts),
    period: quarterOf(facts.quarter).months,
    knownBy: monthOf(facts.asOf),
    release: release.tables,
  };
}

/**
 * The facts of these hashes, from the drafts of a folder; those that are not there are left out.
 * @param closed folder of drafts and facts
 */
export async function factsByHash(
  closed: string,
  hashes: readonly string[],
): Promise<readonly Pick<DraftFacts, 'facts' | 'factsHash' | 'quarter'>[]> {
  if (hashes.length === 0) return [];
  const drafts = (await readdir(closed)).filter((name) => name.startsWith('rel_')).sort();
  const found = new Map<string, DraftFacts>();
  for (const draft of drafts) {
    const one = await readDraftFacts(join(closed, draft));
    if (hashes.includes(one.factsHash)) found.set(one.factsHash, one);
  }
  return [...found.values()];
}

function parityFacts(frozen: FrozenFacts): ParityFacts {
  return Object.fromEntries(
    Object.entries(frozen.populations).map(([population, facts]) => [
      population,
      disclosureFacts(frozen, population).map((fact, at) => {
        return { ...fact, duration: facts[at]?.duration };
      }),
    ]),
  );
}

async function read<V>(shape: z.ZodType<V>, path: string): Promise<V> {
  return jsonAs(shape, await readText(path), path);
}
