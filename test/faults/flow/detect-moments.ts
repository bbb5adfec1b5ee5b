import { setTimeout as delay } from 'node:timers/promises';
import { partitionOf } from '@hrd-shield/kafka';
import { startService } from '../../harness/service-process.ts';
import { until } from '../../harness/until.ts';
import { type DetectTails, tailDetect } from './detect-tails.ts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing, type StrikeRun } from './flow-strike.ts';
import { mention } from './mention.ts';

/** Often enough that a save falls between two commits. */
const SAVING_OFTEN = { SHIELD_DETECT_SNAPSHOT_MS: '200' };
/** A moment that is not met was still a kill: without `--long` that is enough. */
const TRIES = { short: 1, long: 8 };
const PLAYED_SHORT = 2;
const BURST = 120;
const ACTORS = 60;
const DRAWN_MS_MAX = 1_500;
const DRAIN_MS_MAX = 300;
const FIRES_MS_MAX = 20_000;

/** One try of one moment: a defender whose partition is at rest, and what has come of the burst. */
interface Try {
  readonly crew: FlowCrew;
  readonly tails: DetectTails;
  readonly random: StrikeRun['random'];
  readonly account: string;
  readonly partition: number;
  /** End of the partition before the burst. */
  readonly restAt: bigint;
  /** Ends detection at once, as a crash does. */
  readonly kill: () => Promise<void>;
}

/** Where detection dies. @source reliability notes, section 4, F4 */
interface Moment {
  readonly name: string;
  /** Waits for it and kills. @returns whether the books show that it was met */
  meet(one: Try): Promise<boolean>;
}

const notCommitted = async ({ partition, restAt, tails }: Try): Promise<boolean> =>
  (await tails.committed(partition)) <= restAt;

/** Kills in the turn in which a record is seen. */
async function killAt(one: Try, fired: Promise<unknown>): Promise<void> {
  const bound = delay(FIRES_MS_MAX);
  await Promise.race([fired.then(one.kill), bound]);
  await one.kill();
}

/** A start beside the pipeline's own, which is dead, that dies when it has printed so much. */
async function dieStarting(one: Try, until: RegExp): Promise<string> {
  await one.kill();
  const half = await startService('detect', one.crew.pipeline.at.env, { until });
  await delay(one.random.between(0, DRAIN_MS_MAX));
  await half.kill();
  return half.output();
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'taken',
    meet: async (one) => {
      await killAt(one, one.tails.next('targeting', one));
      return notCommitted(one);
    },
  },
  {
    name: 'sighted, not committed',
    meet: async (one) => {
      await killAt(one, one.tails.next('sightings', one));
      return notCommitted(one);
    },
  },
  {
    name: 'said, not committed',
    meet: async (one) => {
      await killAt(one, one.tails.next('signals', one));
      return one.tails.hasSaid(one) && (await notCommitted(one));
    },
  },
  {
    name: 'saved, not committed',
    meet: async (one) => {
      await killAt(one, one.tails.next('snapshots', one));
      const saved = one.tails.savedThrough(one.partition);
      return saved >= one.restAt && (await one.tails.committed(one.partition)) <= saved;
    },
  },
  {
    name: 'committed, not saved',
    meet: async (one) => {
      const moved = until(
        'a commit',
        async () => (await one.tails.committed(one.partition)) > one.restAt,
        FIRES_MS_MAX,
      );
      await killAt(one, moved);
      const saved = one.tails.savedThrough(one.partition);
      return saved + 1n < (await one.tails.committed(one.partition));
    },
  },
  {
    name: 'stages saved',
    meet: async (one) => {
      const before = one.tails.seen('stageSnapshots');
      await killAt(one, one.tails.next('stageSnapshots', one));
      return one.tails.seen('stageSnapshots') > before;
    },
  },
  {
    name: 'joining',
    meet: async (one) => !(await dieStarting(one, /health is served/)).includes('state restored'),
  },
  {
    name: 'restoring',
    meet: async (one) => {
      const said = await dieStarting(one, /state restored/);
      return said.includes('state restored') && !said.includes('"msg":"started"');
    },
  },
  {
    name: 'draining',
    meet: async (one) => {
      const draining = one.crew.pipeline.service('detect').stop();
      await delay(one.random.between(0, DRAIN_MS_MAX));
      await one.kill();
      return (await draining) !== 0;
    },
  },
  {
    name: 'drawn',
    meet: async (one) => {
      await delay(one.random.between(0, DRAWN_MS_MAX));
      await one.kill();
      return true;
    },
  },
];

/** Meets one moment, as often as it takes. @returns the tries, 0 where it was never met */
async function meetMoment(
  moment: Moment,
  { crew, tails }: Pick<Try, 'crew' | 'tails'>,
  { long, random }: StrikeRun,
): Promise<number> {
  const { load, pipeline } = crew;
  for (let tried = 1; tried <= (long ? TRIES.long : TRIES.short); tried += 1) {
    const account = load.defenders[random.between(0, load.defenders.length - 1)] ?? '';
    const partition = partitionOf(pipeline.ref(account), tails.partitions);
    const restAt = await tails.atRest(partition);
    const at = load.reachedAt();
    const kill = (): Promise<void> => pipeline.service('detect').kill();
    const one: Try = { crew, tails, random, account, partition, restAt, kill };
    const burst = Array.from({ length: BURST }, (_, n) =>
      mention({
        id: `moment-${moment.name}-${restAt}-${tried}-${n}`,
        at: at + n,
        key: account,
        actor: `account-of-a-moment-${restAt}-${n % ACTORS}`,
        text: `you will see ${n}`,
      }),
    );
    const meeting = moment.meet(one);
    await load.add(burst, pipeline);
    const isMet = await meeting;
    await pipeline.crash('detect', { env: SAVING_OFTEN });
    if (isMet) return tried;
  }
  return 0;
}

export const detectMoments: FlowStrike = {
  name: 'F4 detect-killed',
  says: `detection dies at ${MOMENTS.length} moments: ${MOMENTS.map(({ name }) => name).join('; ')}`,
  downMs: AT_ONCE,
  strike: async (crew, run) => {
    const { pipeline } = crew;
    await pipeline.service('detect').stop();
    await pipeline.start('detect', SAVING_OFTEN);
    const tails = await tailDetect(pipeline);
    try {
      const drawn = run.random.shuffled(MOMENTS);
      const missed: string[] = [];
      for (const moment of run.long ? drawn : drawn.slice(0, PLAYED_SHORT)) {
        const tries = await meetMoment(moment, { crew, tails }, run);
        crew.say(`    ${moment.name}: ${tries === 0 ? 'not met' : `met at try ${tries}`}`);
        if (tries === 0) missed.push(moment.name);
        else crew.figures.set('detectMomentsMet', (crew.figures.get('detectMomentsMet') ?? 0) + 1);
      }
      if (run.long && missed.length > 0) throw new RangeError(`never met: ${missed.join('; ')}`);
    } finally {
      await tails.stop();
    }
  },
  heal: nothing,
};
