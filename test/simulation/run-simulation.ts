import { createHash } from 'node:crypto';
import type { DetectionPolicy, StagePolicy } from '@hrd-shield/domain';
import type { ProtectionPolicy } from '@hrd-shield/domain/protection';
import { createReferencePlatform } from '@hrd-shield/emitter';
import { loadDetectionPolicy, loadProtectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import { consentableMeasures } from '../../packages/cli/src/demo/consentable-measures.ts';
import { createRandom, type Random } from '../faults/random.ts';
import { type Books, checkBooks } from './check-books.ts';
import type { Flaw } from './flaws.ts';
import { SimCases } from './sim-cases.ts';
import { SimGroup } from './sim-group.ts';
import { SimLog } from './sim-log.ts';
import {
  detectHandlers,
  ingestHandlers,
  platformHandlers,
  respondHandlers,
  type ServiceDeps,
} from './sim-services.ts';
import { Life, SimTime } from './sim-time.ts';
import { GROUPS, TOPICS } from './sim-topics.ts';
import { APPEND_FROM_MS, createSimKeys, emitEvents, type SimKeys } from './sim-world.ts';

/** What does not change between runs. */
export interface SimRules {
  readonly detection: DetectionPolicy;
  readonly stages: StagePolicy;
  readonly protection: ProtectionPolicy;
  readonly keys: SimKeys;
}

export function loadSimRules(): SimRules {
  return {
    detection: loadDetectionPolicy(),
    stages: loadStagePolicy(),
    protection: loadProtectionPolicy(),
    keys: createSimKeys(consentableMeasures()),
  };
}

export interface SimResult {
  readonly seed: number;
  /** What does not hold; empty in a good run. */
  readonly violations: readonly string[];
  /** Digest of everything that happened, in order: equal for equal seeds. */
  readonly trace: string;
  readonly counts: {
    readonly events: number;
    readonly signals: number;
    readonly commands: number;
    readonly crashes: number;
    readonly steps: number;
  };
}

const PARTITIONS = 2;
const STEPS_MAX = 60_000;
/** Longest time between two crashes, ms of virtual time. */
const CRASH_MS_MAX = 1_200;
const DOWN_MS_MAX = 400;
const APPEND_MS_MAX = 40;
const FAULTS_MS = 2_000;
const SHARES = { refused: 0.06, unanswered: 0.06 };
const ANSWERS_LOST = 0.15;
/** Share of ends that are no crash. */
const LEAVES = 0.5;

/**
 * One run of ingest, detect, respond and a platform: seeded events, crashes, rebalances, refused and
 * unanswered requests; then everything heals, drains, and is held against what must be so.
 */
export async function runSimulation(
  seed: number,
  rules: SimRules,
  flaw?: Flaw,
): Promise<SimResult> {
  const random = createRandom(seed);
  const time = new SimTime(APPEND_FROM_MS, random);
  const trace = createHash('sha256');
  const note = (what: string): void => void trace.update(`${time.now()} ${what}\n`);
  const log = new SimLog({ time, random, note }, PARTITIONS);
  const { keys, protection: policy } = rules;
  const cases = new SimCases({ time, log, random, policy, note, flaw });
  const platform = createReferencePlatform({ now: time.now });
  const deps: ServiceDeps = {
    time,
    log,
    keys,
    policy: rules.detection,
    stagePolicy: rules.stages,
    partitions: PARTITIONS,
    flaw,
  };
  const group = (id: string, topic: string): SimGroup =>
    new SimGroup(id, [topic], { time, log, random, note, flaw });
  const groups = {
    ingest: group(GROUPS.ingest, TOPICS.firehose),
    detect: group(GROUPS.detect, TOPICS.targetingEvents),
    signals: group(GROUPS.signals, TOPICS.riskSignals),
    acks: group(GROUPS.acks, TOPICS.acks),
    platform: group(GROUPS.platform, TOPICS.commands),
  };
  const detect: Start = (life) => {
    const handlers = detectHandlers(deps, life);
    groups.detect.join(life, handlers);
    return handlers.leave;
  };
  const services: readonly Start[] = [
    (life) => groups.ingest.join(life, ingestHandlers(deps, life)),
    detect,
    detect,
    (life) => {
      const handlers = respondHandlers(deps, cases, life);
      groups.signals.join(life, handlers.signals);
      groups.acks.join(life, handlers.acks);
    },
    async (life) => groups.platform.join(life, await platformHandlers(deps, platform, life)),
  ];
  const emitted = emitEvents(random, keys);
  const world = new Life();
  let appended = 0;
  void (async () => {
    for (const { record } of emitted) {
      await time.wait(random.between(0, APPEND_MS_MAX), world);
      log.append(record);
      appended += 1;
    }
  })();

  const chaos = { isOver: false, crashes: 0 };
  log.faults = SHARES;
  cases.lost = ANSWERS_LOST;
  for (const start of services) void keepUp(start, { time, random, note, chaos });
  void (async () => {
    await time.wait(FAULTS_MS, world);
    chaos.isOver = true;
    log.faults = { refused: 0, unanswered: 0 };
    cases.lost = 0;
  })();
  const isQuiet = (): boolean =>
    chaos.isOver &&
    appended === emitted.length &&
    cases.isIdle &&
    Object.values(groups).every(({ isDrained }) => isDrained);
  const isThrough = await time.runUntil(isQuiet, STEPS_MAX);
  const books: Books = { log, cases, platform, emitted, keys, policy: rules.detection };
  const standing = await checkBooks(books);
  cases.withdrawAll();
  const isOff = await time.runUntil(() => isQuiet() && platform.active().size === 0, STEPS_MAX);
  return {
    seed,
    violations: [
      ...(isThrough ? [] : [`not drained: ${stuckIn(groups)}${cases.isIdle ? '' : ' cases'}`]),
      ...standing,
      ...(isOff ? [] : [`${platform.active().size} measures stay on after the withdrawal`]),
    ],
    trace: trace.digest('hex'),
    counts: {
      events: emitted.length,
      signals: log.all(TOPICS.riskSignals).length,
      commands: log.all(TOPICS.commands).length,
      crashes: chaos.crashes,
      steps: time.steps,
    },
  };
}

function stuckIn(groups: Readonly<Record<string, SimGroup>>): string {
  return Object.entries(groups)
    .flatMap(([name, { isDrained }]) => (isDrained ? [] : name))
    .join(', ');
}

/** Starts a service. @returns what it does before it leaves on purpose, if anything */
type Start = (life: Life) => Promise<void> | void | (() => Promise<void>);

/** Starts a service, ends it at some moment, starts it again, until the faults are over. */
async function keepUp(
  start: Start,
  {
    chaos,
    note,
    random,
    time,
  }: {
    readonly time: SimTime;
    readonly random: Random;
    readonly note: (what: string) => void;
    readonly chaos: { readonly isOver: boolean; crashes: number };
  },
): Promise<void> {
  const supervisor = new Life();
  for (;;) {
    const life = new Life();
    const leave = await start(life);
    await time.wait(random.between(1, CRASH_MS_MAX), supervisor);
    if (chaos.isOver) return;
    if (leave !== undefined && random.next() < LEAVES) {
      note('leaves');
      // A log that refuses the last word is the end as well.
      await leave().catch(() => undefined);
    }
    life.end();
    chaos.crashes += 1;
    note(`crash ${chaos.crashes}`);
    await time.wait(random.between(1, DOWN_MS_MAX), supervisor);
  }
}
