import { join } from 'node:path';
import {
  type CityEvent,
  createEpisode,
  createRandom,
  type Episode,
  TEXTS,
} from '@hrd-shield/world';
import { ourAlarm } from '../rivals/our-alarm.ts';
import type { RunPolicies } from '../run/fold-stream.ts';
import { readTable } from './read-table.ts';

/** One mobilisation of the data: everybody who reposted one object, when. */
export interface Mobilisation {
  readonly object: string;
  /** In order of time, epoch ms. */
  readonly shares: readonly { readonly account: string; readonly at: number }[];
  readonly accounts: number;
}

const ACCOUNTS_MIN = 8;

/** Objects that at least eight accounts reposted. @throws ShieldError `input.bad-file` */
export async function readMobilisations(dataFolder: string): Promise<readonly Mobilisation[]> {
  const rows = await readTable(join(dataFolder, 'co-reposts-ru.csv.gz'));
  const byObject = new Map<string, { account: string; at: number }[]>();
  for (const row of rows) {
    const { account_id: account = '', object_id: object = '', timestamp_share } = row;
    const at = Number(timestamp_share) * 1_000;
    if (account === '' || object === '' || !Number.isFinite(at)) continue;
    const share = { account, at };
    const known = byObject.get(object);
    if (known === undefined) byObject.set(object, [share]);
    else known.push(share);
  }
  return [...byObject]
    .map(([object, shares]) => ({
      object,
      shares: shares.sort((a, b) => a.at - b.at),
      accounts: new Set(shares.map(({ account }) => account)).size,
    }))
    .filter(({ accounts }) => accounts >= ACCOUNTS_MIN)
    .sort((a, b) => (a.object < b.object ? -1 : 1));
}

/** What the reposted object is taken to be, since the data do not say. */
export const READINGS = {
  /** As the data are: nothing but who shared what when. */
  bare: 'reposts without words',
  /** Each repost repeats an attack on the defender, and a classifier of the usual noise reads it. */
  smear: 'reposts that repeat one smear of the defender, as quotes',
  /** The same, and the platform says that none of the accounts has met the defender before. */
  strangers: 'the same, and the platform says that they are strangers',
  /** Each repost repeats a word of support. */
  support: 'reposts that repeat one word of support, by strangers',
} as const;
export type Reading = keyof typeof READINGS;

export interface Found {
  readonly alarmed: boolean;
  readonly accounts: number;
  /** Accounts of the mobilisation that were listed, and listed accounts that were not of it. */
  readonly listed: number;
  readonly others: number;
}

/** What was found under each reading, by mobilisation. */
export type FoundByReading = ReadonlyMap<Reading, readonly Found[]>;

const DAY_MS = 86_400_000;
const HISTORY_MS = 14 * DAY_MS;
/** The burst of a mobilisation; what trickles in months later is not of it. */
const SPAN_MS = 3 * DAY_MS;
const START_AT = Date.UTC(2026, 0, 5);

/** Puts one mobilisation into two weeks of ordinary life and looks whether it is found. */
export async function injectAndDetect(
  mobilisation: Mobilisation,
  number: number,
  reading: Reading,
  policies: RunPolicies,
): Promise<Found> {
  const life = createEpisode({
    seed: number,
    startAt: START_AT,
    language: 'ru',
    historyMs: HISTORY_MS + SPAN_MS,
  });
  const injected = injectedEvents(life, mobilisation, reading, number);
  const accounts = new Set(injected.map(({ data }) => (data.actor as { account: string }).account));
  const events = [...life.events, ...injected].sort((a, b) => a.at - b.at);
  const { alarmed, flagged } = await ourAlarm({ ...life, events }, policies);
  const listed = flagged.filter((account) => accounts.has(account)).length;
  return { alarmed, accounts: accounts.size, listed, others: flagged.length - listed };
}

function injectedEvents(
  life: Episode,
  { object, shares }: Mobilisation,
  reading: Reading,
  number: number,
): readonly CityEvent[] {
  const random = createRandom(`inject/${number}/${reading}`);
  const first = shares[0]?.at ?? 0;
  const stance = reading === 'support' ? 'supportive' : 'hostile';
  const words = random.pick(stance === 'hostile' ? TEXTS.ru.smear : TEXTS.ru.supportive);
  const text = plain(words).replaceAll('@@', `@${life.account}`);
  const stranger = { interactions90d: 0, actorFollowsTarget: false, targetFollowsActor: false };
  return shares
    .filter(({ at }) => at - first < SPAN_MS)
    .map(({ account, at }, i): CityEvent => {
      const knows = reading === 'strangers' || reading === 'support';
      const spoken =
        reading === 'bare' ? {} : { text, language: 'ru', ...verdictOf(stance, random) };
      return {
        at: START_AT + HISTORY_MS + (at - first),
        id: `${object}/${i}`,
        type: `org.hrdshield.content.${reading === 'bare' ? 'reposted' : 'quoted'}.v1`,
        key: life.account,
        data: {
          affected: life.account,
          actor: { account: `ru-${account}`, ...(knows ? { relation: stranger } : {}) },
          objectId: `${object}/${i}`,
          parentId: object,
          ...spoken,
        },
        truth: { role: stance === 'hostile' ? 'attacker' : 'supporter', hostile: false },
      };
    });
}

/** The first alternative of each slot of a template. */
function plain(template: string): string {
  return template.replace(/\{([^{}|]*)[^{}]*\}/g, '$1');
}

/** A classifier as weak as they are outside English: right six times in ten, silent three. */
const RIGHT = 0.63;
const SILENT = 0.3;

function verdictOf(stance: 'hostile' | 'supportive', random: ReturnType<typeof createRandom>) {
  if (random.chance(SILENT)) return {};
  const label = random.chance(RIGHT) ? stance : 'neutral';
  return {
    verdicts: [{ provider: 'stand-in', label, score: 0.6 + random.next() / 5, version: '1' }],
  };
}
