import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rewrapKeys, rotateKey, WRAPPING_KEYS, type WrappingKey } from '@hrd-shield/keys';
import { withdrawDesignation } from '@hrd-shield/registry';
import type { Pipeline } from '../../harness/pipeline.ts';
import { until } from '../../harness/until.ts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing } from './flow-strike.ts';
import { untilTaken } from './load.ts';
import { mention } from './mention.ts';
import { metricOf } from './metric-of.ts';

const HOUR_MS = 3_600_000;
const SKEWED_CLOCK = pathToFileURL(join(import.meta.dirname, 'skewed-clock.mjs')).href;
const JOINING = { short: 40, long: 400 };

/** Kills a service and starts it with a clock that is wrong by so much. */
async function skew({ pipeline }: FlowCrew, ms: number): Promise<void> {
  const env = { NODE_OPTIONS: `--import ${SKEWED_CLOCK}`, FAULT_CLOCK_SKEW_MS: String(ms) };
  await pipeline.crash('ingest', { env });
  await pipeline.crash('detect', { env });
}

async function unskew({ pipeline }: FlowCrew): Promise<void> {
  await pipeline.crash('ingest');
  await pipeline.crash('detect');
}

/** As `hrd-shield keys rewrap` does, while nothing that holds a key runs. */
async function rewrapAll(pipeline: Pipeline): Promise<void> {
  await pipeline.crash('designate', {
    between: async () => {
      for (const name of Object.keys(WRAPPING_KEYS) as WrappingKey[]) {
        const { moved } = await rewrapKeys(pipeline.at.keysDir, name);
        if (moved === 0) throw new RangeError(`no key was under ${name}`);
      }
    },
  });
}

/** How many designations `ingest` holds. */
function heldBy(pipeline: Pipeline): Promise<number> {
  return metricOf(pipeline, 'ingest', 'shield_ingest_designations');
}

/** Designates many at once; `ingest` holds them all when this resolves. @returns their accounts */
async function designateMany(
  { load, pipeline }: FlowCrew,
  name: string,
  long: boolean,
): Promise<readonly string[]> {
  const count = long ? JOINING.long : JOINING.short;
  const at = load.reachedAt();
  const accounts = Array.from({ length: count }, (_, n) => `${name}-${at}-${n}`);
  const before = await heldBy(pipeline);
  await pipeline.designate(accounts);
  await until(
    `ingest holds everybody ${name}`,
    async () => (await heldBy(pipeline)) >= before + count,
  );
  return accounts;
}

/** Every one of them is mentioned once; resolves when `ingest` has taken that. */
async function mentionAll(
  { load, pipeline }: FlowCrew,
  accounts: readonly string[],
  name: string,
): Promise<void> {
  const at = load.reachedAt();
  const events = accounts.map((key) => mention({ id: `${name}-${key}`, at, key }));
  await untilTaken(() => pipeline.emitter.emitKnown(events));
}

/** Those of the accounts about whom an event has landed. */
async function landedAbout(
  { pipeline }: FlowCrew,
  accounts: readonly string[],
): Promise<readonly string[]> {
  const landed = new Set((await pipeline.log('targetingEvents')).map(({ key }) => key));
  return accounts.filter((account) => landed.has(pipeline.ref(account)));
}

/** What changes under the services: who is on the list, the keys, the clock of the host. */
export const LIST_STRIKES: readonly FlowStrike[] = [
  {
    name: 'F10 host-clock-ahead',
    says: 'screening and detection run on a host whose clock is an hour ahead',
    downMs: AT_ONCE,
    strike: (crew) => skew(crew, HOUR_MS),
    heal: unskew,
  },
  {
    name: 'F10 host-clock-behind',
    says: 'screening and detection run on a host whose clock is an hour behind',
    isExtra: true,
    downMs: AT_ONCE,
    strike: (crew) => skew(crew, -HOUR_MS),
    heal: unskew,
  },
  {
    name: 'F18 list-grows',
    says: 'many are designated while events come: each is screened from the next event on',
    downMs: AT_ONCE,
    strike: async (crew, { long }) => {
      const joined = await designateMany(crew, 'joined', long);
      await mentionAll(crew, joined, 'first');
      crew.joined = joined;
    },
    check: async (crew) => {
      const landed = await landedAbout(crew, crew.joined);
      const missed = crew.joined.length - landed.length;
      if (missed > 0) throw new RangeError(`${missed} who joined were not screened`);
    },
    heal: nothing,
  },
  {
    name: 'F18 list-shrinks',
    says: 'many withdraw while events come: none is screened from the next event on',
    downMs: AT_ONCE,
    strike: async (crew, { long }) => {
      const { pipeline } = crew;
      const before = await heldBy(pipeline);
      const leaving = await designateMany(crew, 'leaving', long);
      for (const account of leaving) {
        await withdrawDesignation(pipeline.ref(account), pipeline.registry);
      }
      await until('ingest holds nobody who left', async () => (await heldBy(pipeline)) <= before);
      await mentionAll(crew, leaving, 'last');
      crew.left = leaving;
    },
    check: async (crew) => {
      const { length } = await landedAbout(crew, crew.left);
      if (length > 0) throw new RangeError(`${length} who left were screened`);
    },
    heal: nothing,
  },
  {
    name: 'F19 look-up-key-rotated',
    says: 'the look-up key of the list is rotated, and screening starts again in between',
    downMs: AT_ONCE,
    strike: async ({ pipeline }) => {
      await rotateKey(pipeline.at.keysDir, 'digest');
      await pipeline.crash('ingest');
    },
    heal: nothing,
  },
  {
    name: 'F19 wrapping-keys-rotated',
    says: 'every key that wraps those of defenders gets a successor, while events go on coming',
    isExtra: true,
    downMs: AT_ONCE,
    strike: ({ desk, pipeline }) => desk.away(() => pipeline.restart(() => rewrapAll(pipeline))),
    heal: nothing,
  },
];
