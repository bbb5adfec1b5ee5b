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
      const { load, pipeline } = crew;
      const count = long ? JOINING.long : JOINING.short;
      const at = load.reachedAt();
      const accounts = Array.from({ length: count }, (_, n) => `joined-${at}-${n}`);
      const before = await heldBy(pipeline);
      await pipeline.designate(accounts);
      await until(
        'ingest holds everybody who joined',
        async () => (await heldBy(pipeline)) >= before + count,
      );
      const events = accounts.map((key) => mention({ id: `first-${key}`, at, key }));
      await untilTaken(() => pipeline.emitter.emitKnown(events));
      crew.joined = accounts;
    },
    check: async ({ joined, pipeline }) => {
      const landed = new Set((await pipeline.log('targetingEvents')).map(({ key }) => key));
      const missed = joined.filter((account) => !landed.has(pipeline.ref(account)));
      if (missed.length > 0) throw new RangeError(`${missed.length} who joined were not screened`);
    },
    heal: nothing,
  },
  {
    name: 'F18 list-shrinks',
    says: 'many withdraw while events come: none is screened from the next event on',
    downMs: AT_ONCE,
    strike: async (crew, { long }) => {
      const { load, pipeline } = crew;
      const count = long ? JOINING.long : JOINING.short;
      const at = load.reachedAt();
      const accounts = Array.from({ length: count }, (_, n) => `leaving-${at}-${n}`);
      const before = await heldBy(pipeline);
      await pipeline.designate(accounts);
      await until(
        'ingest holds everybody who will leave',
        async () => (await heldBy(pipeline)) >= before + count,
      );
      for (const account of accounts) {
        await withdrawDesignation(pipeline.ref(account), pipeline.registry);
      }
      await until('ingest holds nobody who left', async () => (await heldBy(pipeline)) <= before);
      const events = accounts.map((key) => mention({ id: `last-${key}`, at, key }));
      await untilTaken(() => pipeline.emitter.emitKnown(events));
      crew.left = accounts;
    },
    check: async ({ left, pipeline }) => {
      const landed = new Set((await pipeline.log('targetingEvents')).map(({ key }) => key));
      const seen = left.filter((account) => landed.has(pipeline.ref(account)));
      if (seen.length > 0) throw new RangeError(`${seen.length} who left were screened`);
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
