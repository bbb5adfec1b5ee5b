import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@hrd-shield/contracts';
import { answersOf, type ParityPlan } from '@hrd-shield/domain';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'parity.yaml';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const names = z.array(name).min(1);

const Cohort = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('factors'), id: name, of: names }),
  z.strictObject({ kind: z.literal('acts'), id: name, groups: z.record(name, names) }),
]);

const Measure = z.strictObject({
  id: name,
  benchmark: name,
  population: name,
  within: z.record(name, name),
  dimension: name,
  of: names,
  over: names,
});

const Median = z.strictObject({
  id: name,
  benchmark: name,
  population: name,
  edgesMs: quantity(z.array(z.number().int().positive()).min(1)),
});

/** The file `rules/parity.yaml`. */
export const ParityRules = z
  .strictObject({
    version: z.string().min(1),
    owner: z.string().min(1),
    cohorts: z.array(Cohort).min(1),
    populations: z.record(name, z.record(name, names)),
    measures: z.array(Measure),
    medians: z.array(Median),
  })
  .superRefine((rules, context) => {
    for (const problem of problemsOf(rules)) context.addIssue({ code: 'custom', message: problem });
  });

/**
 * What is compared between people of different kinds, inside the registry alone.
 * @param dir folder with `parity.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadParityPlan(dir: string = RULES): ParityPlan {
  return readParityRules(readRuleText(join(dir, FILE), FILE));
}

/** @throws ShieldError `config.invalid` with what does not fit */
export function readParityRules(text: string): ParityPlan {
  const { cohorts, measures, medians, populations } = parseRules(ParityRules, text, FILE);
  return { hash: sha256Hex(text), cohorts, populations, measures, medians };
}

/** A question has one answer a person, and a share is made of cells of one table. */
function problemsOf(rules: Omit<ParityPlan, 'hash'>): readonly string[] {
  const { cohorts, measures, medians, populations } = rules;
  const ids = [...cohorts, ...measures, ...medians].map(({ id }) => id);
  const words = cohorts.flatMap((each) =>
    each.kind === 'factors' ? each.of : Object.values(each.groups).flat(),
  );
  const twice = [ids, words, ...cohorts.map(answersOf)].flatMap((each) =>
    each.filter((one, at) => each.indexOf(one) !== at),
  );
  const taken = Object.values(populations).flatMap((dimensions) =>
    cohorts.filter(({ id }) => id in dimensions).map(({ id }) => id),
  );
  return [
    ...[...twice, ...taken].map((each) => `${each} has two meanings`),
    ...[...measures, ...medians].flatMap(({ id, population }) =>
      population in populations ? [] : [`${id}: no population ${population}`],
    ),
    ...measures.flatMap(({ dimension, id, of, over, population, within }) => {
      const dimensions = populations[population] ?? {};
      const asked = [...over.map((each) => [dimension, each]), ...Object.entries(within)];
      const unlisted = asked.filter(([of = '', value = '']) => !dimensions[of]?.includes(value));
      const loose = of.filter((each) => !over.includes(each));
      return [...unlisted.map((each) => each.join('=')), ...loose].map(
        (each) => `${id}: ${each} is in no table`,
      );
    }),
    ...medians.flatMap(({ edgesMs, id }) =>
      edgesMs.every((edge, at) => at === 0 || edge > (edgesMs[at - 1] ?? 0))
        ? []
        : [`${id}: edges ascend`],
    ),
  ];
}
