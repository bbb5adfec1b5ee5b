import { rhythmAt, UTC_OFFSET_HOURS } from '../rhythm.ts';
import type { CityEvent, StreamedEvent } from '../truth.ts';
import { eventOf, otherStages, type Stage, streamOf } from './scenario.ts';

const HOUR_MS = 3_600_000;
/** Usual sessions of one cell in one window at an average hour. */
const SESSIONS = 600;
const NOISE = 0.04;
const RTT_MS = 70;
const THROUGHPUT_KBPS = 9_000;
const REGIONS = ['north', 'south'] as const;
const CLIENTS = ['app-11', 'app-10', 'web'] as const;

/** Fewer sessions by region, network or version of the app. */
export interface OutageShape {
  /** Sessions lost at the worst, 0 to 1. */
  readonly dropRatio: number;
  readonly durationMs: number;
  readonly course: 'step' | 'gradual';
  /** Whom it meets: one network of one region, every region, or one version of the app. */
  readonly scope: 'network' | 'everywhere' | 'client';
  /** Length of a count, ms. */
  readonly windowMs: number;
  /** Ordinary life before it, ms. */
  readonly historyMs: number;
  readonly networks: number;
  /** Other defenders of the region whose connections are counted too. */
  readonly defenders: number;
  /** Optional fields that the platform cannot give. */
  readonly missingRatio: number;
}

export interface Outage {
  readonly events: CityEvent[];
  readonly streams: StreamedEvent[];
}

/** Counts of every cell before, during and after; the defenders of the first cell are counted too. */
export function playOutage(stage: Stage, shape: OutageShape, hostile: boolean): Outage {
  const { home, startsAt } = stage;
  const networks = Array.from({ length: shape.networks }, (_, i) => `n-${home.country}-${i}`);
  const streams: StreamedEvent[] = [];
  const events: CityEvent[] = [];
  const end = startsAt + shape.durationMs * 1.5;
  const here = [stage, ...otherStages(stage, shape.defenders)];
  for (let at = startsAt - shape.historyMs; at < end; at += shape.windowMs) {
    for (const region of REGIONS) {
      for (const network of networks) {
        const hit = shape.scope !== 'network' || (region === 'north' && network === networks[0]);
        streams.push(
          cell(stage, shape, {
            at,
            region,
            network,
            lost: hit ? lostAt(stage, shape, at) : 0,
            hostile,
          }),
        );
      }
    }
    const lost = shape.scope === 'client' ? 0 : lostAt(stage, shape, at);
    for (const one of here)
      events.push(ownConnection(one, shape, { at, network: networks[0] ?? '', lost, hostile }));
  }
  return { events, streams };
}

/** Share of sessions lost at an instant. */
function lostAt(stage: Stage, shape: OutageShape, at: number): number {
  const into = (at - stage.startsAt) / shape.durationMs;
  if (into < 0 || into > 1) return 0;
  return shape.course === 'step' ? shape.dropRatio : shape.dropRatio * into;
}

interface Moment {
  readonly at: number;
  readonly network: string;
  readonly lost: number;
  readonly hostile: boolean;
}

function cell(
  stage: Stage,
  shape: OutageShape,
  of: Moment & { readonly region: string },
): StreamedEvent {
  const { random } = stage;
  const usual = SESSIONS * rhythmAt(of.at, UTC_OFFSET_HOURS[stage.language]);
  const noisy = Math.max(0, 1 + NOISE * random.normal());
  // An outage of one version of the app takes only that version's sessions.
  const lost = shape.scope === 'client' ? of.lost * 0.5 : of.lost;
  const sessions = Math.round(usual * noisy * (1 - lost));
  const attempts = Math.round(usual * noisy * (1 + of.lost));
  const failures = Math.max(0, Math.round(attempts - sessions * 0.98));
  const country = stage.home.country;
  const broken = shape.scope === 'client' ? of.lost : 0;
  return streamOf(stage, 'org.hrdshield.connectivity.measured.v1', {
    at: of.at,
    key: `${country}/${of.region}/${of.network}`,
    truth: { role: 'bystander', hostile: of.hostile && of.lost > 0 },
    data: {
      country,
      region: of.region,
      networkHash: of.network,
      windowMs: shape.windowMs,
      sessions,
      attempts,
      failures,
      ...(random.chance(shape.missingRatio)
        ? {}
        : {
            resets: Math.round(failures * (of.hostile && of.lost > 0 ? 0.7 : 0.1)),
            rttMs: Math.round(RTT_MS * (1 + 3 * of.lost) * noisy),
            throughputKbps: Math.round(THROUGHPUT_KBPS * (1 - 0.9 * of.lost) * noisy),
            clients: CLIENTS.map((version, i) => ({
              version,
              sessions: Math.round(
                (usual / CLIENTS.length) *
                  noisy *
                  (1 - (shape.scope === 'client' ? (i === 0 ? broken : 0) : of.lost)),
              ),
            })),
          }),
    },
  });
}

function ownConnection(stage: Stage, shape: OutageShape, of: Moment): CityEvent {
  const attempts = 1 + stage.random.int(4);
  const failures = Array.from({ length: attempts }).filter(() =>
    stage.random.chance(Math.max(0.02, of.lost)),
  ).length;
  return eventOf(stage, 'org.hrdshield.account.connection-measured.v1', {
    at: of.at + Math.min(shape.windowMs, HOUR_MS) * stage.random.next(),
    truth: { role: 'owner', hostile: of.hostile && of.lost > 0 },
    data: {
      connection: {
        country: stage.home.country,
        region: 'north',
        networkHash: of.network,
        windowMs: shape.windowMs,
        attempts,
        failures,
      },
    },
  });
}
