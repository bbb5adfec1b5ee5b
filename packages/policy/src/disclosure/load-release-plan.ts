import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ShieldError, sha256Hex } from '@hrd-shield/contracts';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'release.yaml';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

const Population = z.strictObject({
  id: name,
  title: z.string().min(1),
  /** Yields one row a fact: person, unit, at_ms and every dimension. */
  sql: z.string().regex(/^\s*SELECT\b/),
  dimensions: z.record(name, z.array(name).min(1)),
  /** Dimensions of which not every value is listed: the rest is in the sums alone. */
  partial: z.array(name).optional(),
  tables: z.array(z.array(name).min(1)).min(1),
});

/** The scheduled way of a release, in the words of the file. */
const Publication = z.strictObject({
  catchUpDays: quantity(z.number().int().min(1)),
  lookSeconds: quantity(z.number().int().min(1)),
  remindDays: quantity(z.number().int().min(1)),
  reminders: quantity(z.number().int().min(1)),
  escalateDays: quantity(z.number().int().min(1)),
  lapseDays: quantity(z.number().int().min(1)),
  prepareMinutes: quantity(z.number().int().min(1)),
  stepMinutes: quantity(z.number().int().min(1)),
});

const common = { id: name, benchmark: name, population: name, by: z.array(name) };
const Figure = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('count') }),
  z.strictObject({
    ...common,
    kind: z.literal('share'),
    dimension: name,
    of: z.array(name).min(1),
    over: z.array(name).min(1),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('quantiles'),
    quantiles: z.array(z.number().gt(0).lt(1)).min(1),
  }),
]);

/** The file `rules/release.yaml`. */
export const ReleaseRules = z
  .strictObject({
    version: z.string().min(1),
    owner: z.string().min(1),
    /** Over on a day that each first month of a quarter has. */
    settleDays: quantity(z.number().int().min(0).max(27)),
    approvers: quantity(z.number().int().min(2)),
    trendQuarters: quantity(z.number().int().min(2)),
    publication: Publication,
    operations: z.array(name),
    populations: z.array(Population).min(1),
    figures: z.array(Figure),
  })
  .superRefine((rules, context) => {
    for (const problem of problemsOf(rules)) context.addIssue({ code: 'custom', message: problem });
  });
export type ReleasePopulation = z.infer<typeof Population>;
export type ReleaseFigure = z.infer<typeof Figure>;

/** The scheduled way of a release: when it is begun, who is told when, and how long steps may take. */
export type PublicationPlan = z.infer<typeof Publication>;

/** What is published each quarter. */
export interface ReleasePlan {
  /** Hex SHA-256 of the file. */
  readonly hash: string;
  readonly settleDays: number;
  readonly approvers: number;
  /** Quarters that a trend is drawn over, its own included. */
  readonly trendQuarters: number;
  readonly publication: PublicationPlan;
  /** Benchmarks without anybody in them, published as they are. */
  readonly operations: readonly string[];
  readonly populations: readonly ReleasePopulation[];
  readonly figures: readonly ReleaseFigure[];
}

/**
 * The plan of public releases.
 * @param dir folder with `release.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadReleasePlan(dir: string = RULES): ReleasePlan {
  const text = readRuleText(join(dir, FILE), FILE);
  const { owner: _, version: __, ...plan } = parseRules(ReleaseRules, text, FILE);
  const ids = plan.figures.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) {
    throw new ShieldError('config.invalid', { detail: `${FILE}: two figures have one id` });
  }
  return { hash: sha256Hex(text), ...plan };
}

/** Every figure must be made of cells of one table. */
function problemsOf(rules: {
  readonly publication: PublicationPlan;
  readonly populations: readonly ReleasePopulation[];
  readonly figures: readonly ReleaseFigure[];
}): readonly string[] {
  const unlisted = rules.populations.flatMap(({ dimensions, id, tables }) =>
    tables.flat().flatMap((each) => (each in dimensions ? [] : [`${id} has no dimension ${each}`])),
  );
  const loose = rules.figures.flatMap((figure) => {
    const population = rules.populations.find(({ id }) => id === figure.population);
    if (population === undefined) return [`${figure.id}: no population ${figure.population}`];
    return [undefined, ...figure.by].flatMap((by) => {
      const needed = [by, figure.kind === 'share' ? figure.dimension : undefined].filter(
        (each) => each !== undefined,
      );
      const isCovered = population.tables.some((table) =>
        needed.every((each) => table.includes(each)),
      );
      return isCovered ? [] : [`${figure.id}: no table has ${needed.join(' and ')}`];
    });
  });
  const { escalateDays, lapseDays } = rules.publication;
  const hasOrder = escalateDays < lapseDays;
  return [...unlisted, ...loose, ...(hasOrder ? [] : ['publication lapses before it escalates'])];
}
