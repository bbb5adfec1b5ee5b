import {
  Outcome,
  type OutcomeId,
  ProtectionCommand,
  RiskSignal,
  TargetingRecord,
} from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { isLiving, measuresOf } from '@hrd-shield/domain/protection';
import { DetectionFold, dataOf } from '@hrd-shield/pipeline';
import { openTargeting } from '../../services/detect/src/steps/read-record.ts';
import type { SimCases } from './sim-cases.ts';
import type { SimLog } from './sim-log.ts';
import type { SimPlatform } from './sim-services.ts';
import { TOPICS } from './sim-topics.ts';
import type { Emitted, SimKeys } from './sim-world.ts';

/** Everything that is left after a run. */
export interface Books {
  readonly log: SimLog;
  readonly cases: SimCases;
  readonly platform: SimPlatform;
  readonly emitted: readonly Emitted[];
  readonly keys: SimKeys;
  readonly policy: DetectionPolicy;
}

/** Looks at one thing that must be so. @returns what is not */
type Rule = (books: Books) => Promise<readonly string[]> | readonly string[];

/** Holds what is left after a run against what must be so, whatever happened on the way. */
export async function checkBooks(books: Books): Promise<readonly string[]> {
  const found = await Promise.all(RULES.map((rule) => rule(books)));
  return found.flat();
}

/** Every event about a defender is on the targeting log, and no other. */
const eventsKept: Rule = ({ emitted, log }) => {
  const landed = new Set<string>();
  for (const record of log.all(TOPICS.targetingEvents)) {
    const data = dataOf(record, TargetingRecord);
    if (data?.kind === 'event') landed.add(data.ref);
  }
  const expected = new Set(emitted.flatMap(({ expected: ref }) => ref ?? []));
  return [
    ...[...expected].filter((ref) => !landed.has(ref)).map((ref) => `event ${ref} is lost`),
    ...[...landed].filter((ref) => !expected.has(ref)).map((ref) => `event ${ref} is of nobody`),
  ];
};

/** Signals are those that the whole targeting log gives without any crash: none less, none more. */
const signalsAsTheLogGives: Rule = async ({ keys, log, policy }) => {
  const oracle = new Set<string>();
  for (const at of log.partitionsOf(TOPICS.targetingEvents)) {
    const fold = new DetectionFold(policy);
    for (const record of log.records(at)) {
      for (const signal of await foldOne(fold, record, keys)) oracle.add(nameOf(signal));
    }
  }
  const raised = new Set(signalsOn(log).map(nameOf));
  return [
    ...[...oracle].filter((name) => !raised.has(name)).map((name) => `signal ${name} is lost`),
    ...[...raised].filter((name) => !oracle.has(name)).map((name) => `signal ${name} is made up`),
  ];
};

async function foldOne(
  fold: DetectionFold,
  record: ReturnType<SimLog['all']>[number],
  keys: SimKeys,
): Promise<readonly DetectedSignal[]> {
  const data = dataOf(record, TargetingRecord);
  if (data === undefined) return [];
  const opened = await openTargeting(data, keys.sealer);
  if (opened.kind !== 'ok') return [];
  const offset = BigInt(record.offset);
  const input = opened.value;
  if (input.kind === 'event') return fold.applyEvent(input.event, offset);
  if (input.kind === 'hint') return fold.applyHint(input.hint, offset);
  return fold.applyWatermark(input.at, offset);
}

type NamedSignal = Pick<RiskSignal, 'id' | 'revision' | 'tier' | 'score' | 'eventCount'>;

function nameOf({ eventCount, id, revision, score, tier }: NamedSignal): string {
  return `${id}#${revision} ${tier} ${score.toFixed(6)} of ${eventCount}`;
}

function signalsOn(log: SimLog): readonly RiskSignal[] {
  return log.all(TOPICS.riskSignals).flatMap((record) => dataOf(record, RiskSignal) ?? []);
}

/** Every signal is in exactly one case, and no case was opened twice. */
const signalsInOneCase: Rule = ({ cases, log }) => {
  const places = new Map<string, Set<string>>();
  const opened = new Map<string, number>();
  for (const fact of cases.all().flatMap(({ facts }) => facts)) {
    if (fact.kind !== 'case.opened' && fact.kind !== 'case.merged') continue;
    const name = `${fact.signal.id}#${fact.signal.revision}`;
    places.set(name, (places.get(name) ?? new Set()).add(fact.case));
    if (fact.kind === 'case.opened') opened.set(fact.case, (opened.get(fact.case) ?? 0) + 1);
  }
  const raised = new Set(signalsOn(log).map(({ id, revision }) => `${id}#${revision}`));
  return [
    ...[...raised]
      .filter((name) => places.get(name)?.size !== 1)
      .map((name) => `signal ${name} is in ${places.get(name)?.size ?? 0} cases`),
    ...[...opened]
      .filter(([, times]) => times > 1)
      .map(([id, n]) => `case ${id} opened ${n} times`),
  ];
};

/** One protection a defender. */
const oneProtection: Rule = ({ cases }) => {
  const living = cases.all().filter(({ state }) => !state.done);
  const defenders = living.map(({ state }) => state.defender);
  return new Set(defenders).size === defenders.length
    ? []
    : [`${defenders.length} protections live for ${new Set(defenders).size} defenders`];
};

/** What the platform has on is what the protections hold, once each. */
const postureRight: Rule = ({ cases, platform }) => {
  const held = new Set(
    cases
      .all()
      .flatMap(({ state }) => measuresOf(state))
      .filter(isLiving)
      .map(({ ref }) => String(ref)),
  );
  const on = [...platform.active()];
  const places = on.map(([, { account, measure }]) => `${measure} on ${account}`);
  return [
    ...on.filter(([instance]) => !held.has(instance)).map(([i]) => `measure ${i} is an orphan`),
    ...(new Set(places).size === places.length ? [] : ['a measure is on twice']),
  ];
};

/** A command is one thing, however often it is on the log. */
const commandsAlike: Rule = ({ log }) => {
  const seen = new Map<string, string>();
  const unlike: string[] = [];
  for (const record of log.all(TOPICS.commands)) {
    const command = dataOf(record, ProtectionCommand);
    if (command === undefined) return ['a command cannot be read'];
    const said = JSON.stringify(command);
    if ((seen.get(command.id) ?? said) !== said) unlike.push(`command ${command.id} changed`);
    seen.set(command.id, said);
  }
  return unlike;
};

/** An outcome is one fact, however often it is on the log; each signal has one. */
const outcomesOnce: Rule = ({ log }) => {
  const seen = new Map<OutcomeId, string>();
  const unlike: string[] = [];
  for (const record of log.all(TOPICS.outcomes)) {
    const outcome = dataOf(record, Outcome);
    if (outcome === undefined) return ['an outcome cannot be read'];
    const said = JSON.stringify(outcome);
    if ((seen.get(outcome.id) ?? said) !== said) unlike.push(`outcome ${outcome.id} changed`);
    seen.set(outcome.id, said);
  }
  const told = [...seen.values()].filter((said) => said.includes('"signal.raised"')).length;
  const raised = new Set(signalsOn(log).map(({ id, revision }) => `${id}#${revision}`)).size;
  return told === raised ? unlike : [...unlike, `${raised} signals have ${told} outcomes`];
};

/** Nothing of this world is unreadable. */
const noDeadLetters: Rule = ({ log }) => {
  const { length } = log.all(TOPICS.deadLetters);
  return length === 0 ? [] : [`${length} dead letters`];
};

const RULES: readonly Rule[] = [
  eventsKept,
  signalsAsTheLogGives,
  signalsInOneCase,
  oneProtection,
  postureRight,
  commandsAlike,
  outcomesOnce,
  noDeadLetters,
];
