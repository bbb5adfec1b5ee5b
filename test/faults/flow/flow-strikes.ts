import { setTimeout as delay } from 'node:timers/promises';
import { resetGroups } from '../../harness/reset-groups.ts';
import { type ServiceProcess, startService } from '../../harness/service-process.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import { brokerClockBehind } from './broker-clock-behind.ts';
import { brokerAbsent, brokerKills } from './broker-kills.ts';
import { membersChurn } from './churn.ts';
import { DATA_STRIKES } from './data-strikes.ts';
import { detectMoments } from './detect-moments.ts';
import { DISK_STRIKES } from './disk-strikes.ts';
import { AT_ONCE, BRIEF, type FlowStrike, nothing, SECOND_MS } from './flow-strike.ts';
import { LIST_STRIKES } from './list-strikes.ts';
import { lookAtCommits } from './look-at-books.ts';
import { mixedBuilds } from './mixed-builds.ts';
import { offsetGap } from './offset-gap.ts';
import { topicAnew, topicAnewUnderCommits } from './topic-anew.ts';
import { workflowsRefusing } from './workflows-refusing.ts';

/** Longer than the session of the group, so that it gives the partitions away. */
const pastSession = { short: 18 * SECOND_MS, long: 45 * SECOND_MS };
const REBALANCE_MS = 2 * SECOND_MS;

const PROCESS_STRIKES: readonly FlowStrike[] = [
  {
    name: 'F1 broker-killed',
    says: 'the broker dies in the middle of a batch',
    downMs: BRIEF,
    strike: ({ stack }) => stack.control?.crash('kafka'),
    heal: ({ stack }) => stack.control?.revive('kafka'),
  },
  {
    name: 'F2 broker-paused',
    says: 'the broker keeps its connections and answers nothing',
    downMs: { short: 12 * SECOND_MS, long: 45 * SECOND_MS },
    strike: ({ stack }) => stack.control?.pause('kafka'),
    heal: ({ stack }) => stack.control?.goOn('kafka'),
  },
  {
    name: 'F3 ingest-killed',
    says: 'screening dies between what it wrote and its commit',
    downMs: AT_ONCE,
    strike: (crew) => crew.pipeline.crash('ingest', { between: () => lookAtCommits(crew) }),
    heal: nothing,
  },
  {
    name: 'F5 rebalance',
    says: 'members of detection join, die and leave while events come',
    downMs: AT_ONCE,
    strike: async ({ pipeline }) => {
      const joined: ServiceProcess[] = [];
      for (let n = 0; n < 2; n += 1) joined.push(await startService('detect', pipeline.at.env));
      await delay(REBALANCE_MS);
      await joined[0]?.kill();
      await delay(REBALANCE_MS);
      await joined[1]?.stop();
    },
    heal: nothing,
  },
  {
    name: 'F6 detect-hung',
    says: 'a member hangs past its session while another takes its partitions, then wakes',
    downMs: pastSession,
    strike: async (crew) => {
      crew.second = await startService('detect', crew.pipeline.at.env);
      crew.pipeline.service('detect').signal('SIGSTOP');
    },
    heal: async (crew) => {
      crew.pipeline.service('detect').signal('SIGCONT');
      await delay(REBALANCE_MS);
      await crew.second?.stop();
      crew.second = undefined;
    },
  },
  {
    name: 'F11 store-killed',
    says: 'the column store dies and comes back',
    downMs: BRIEF,
    strike: ({ stack }) => stack.control?.crash('clickhouse'),
    heal: ({ stack }) => stack.control?.revive('clickhouse'),
  },
  {
    name: 'F11 store-answers-lost',
    says: 'the column store takes an insert and its answer is lost',
    downMs: BRIEF,
    strike: ({ store }) => store.set('swallow-answers'),
    heal: ({ store }) => store.set('pass'),
  },
  {
    name: 'F12 workflows-killed',
    says: 'the workflow server dies and comes back',
    downMs: BRIEF,
    strike: ({ stack }) => stack.control?.crash('temporal'),
    heal: ({ stack }) => stack.control?.revive('temporal'),
  },
  {
    name: 'F13 respond-killed',
    says: 'the worker of the workflows dies with its cache, twice',
    downMs: AT_ONCE,
    strike: async ({ pipeline }) => {
      await pipeline.crash('respond');
      await pipeline.crash('respond');
    },
    heal: nothing,
  },
  {
    name: 'F15 store-slow',
    says: 'the column store answers far below its speed',
    downMs: { short: 6 * SECOND_MS, long: 60 * SECOND_MS },
    strike: ({ store }) => store.set('slow'),
    heal: ({ store }) => store.set('pass'),
  },
  {
    name: 'F16 replayed',
    says: 'every group begins again at the beginning of its log',
    downMs: AT_ONCE,
    strike: ({ pipeline }) => pipeline.restart(() => resetGroups(pipeline.at, FLOW)),
    heal: nothing,
  },
  {
    name: 'F18 registry-killed',
    says: 'the database of the registry dies: the last list is used on',
    downMs: BRIEF,
    strike: ({ stack }) => stack.control?.crash('postgres'),
    heal: ({ stack }) => stack.control?.revive('postgres'),
  },
];

/** Every fault of the flow. */
export const FLOW_STRIKES: readonly FlowStrike[] = [
  ...PROCESS_STRIKES,
  brokerAbsent,
  brokerKills,
  detectMoments,
  membersChurn,
  workflowsRefusing,
  ...DATA_STRIKES,
  ...DISK_STRIKES,
  ...LIST_STRIKES,
  brokerClockBehind,
  offsetGap,
  topicAnew,
  topicAnewUnderCommits,
  mixedBuilds,
];
