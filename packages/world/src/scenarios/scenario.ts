import type { PlatformEventType, StreamEventType } from '@hrd-shield/contracts';
import type { CrewSource } from '../crew.ts';
import type { Language } from '../population.ts';
import type { CityEvent, EventTruth, StreamedEvent } from '../truth.ts';
import type { VerdictProvider } from '../verdicts.ts';

/** What a scenario may use: its own stream of chance, the city's people, one defender. */
export interface Stage extends CrewSource {
  readonly campaign: string;
  /** The defender concerned. */
  readonly account: string;
  readonly language: Language;
  readonly startsAt: number;
  /** Home of the defender, where sign-ins usually come from. */
  readonly home: Home;
  readonly judge: VerdictProvider;
  /** Other defenders, whom some scenarios touch too. */
  readonly others: readonly OtherDefender[];
}

export interface OtherDefender {
  readonly account: string;
  readonly language: Language;
  readonly home: Home;
}

/** Where a defender usually signs in. */
export interface Home {
  readonly networks: readonly string[];
  readonly devices: readonly string[];
  readonly country: string;
  readonly geoCell: { readonly latitude: number; readonly longitude: number };
  readonly userAgentFamily: string;
}

/** Makes the events of one kind with ids that say nothing about their origin. */
export function eventOf(
  stage: Pick<Stage, 'account' | 'random' | 'campaign'>,
  type: PlatformEventType,
  fields: {
    readonly at: number;
    readonly truth: Omit<EventTruth, 'campaign'>;
    readonly data: Readonly<Record<string, unknown>>;
  },
): CityEvent {
  return {
    at: Math.floor(fields.at),
    id: eventId(stage.random),
    type,
    key: stage.account,
    data: { affected: stage.account, ...fields.data },
    truth: { ...fields.truth, campaign: stage.campaign },
  };
}

/** Makes an event of a stream that no affected account keys. */
export function streamOf(
  stage: Pick<Stage, 'random' | 'campaign'>,
  type: StreamEventType,
  fields: {
    readonly at: number;
    readonly key: string;
    readonly truth: Omit<EventTruth, 'campaign'>;
    readonly data: Readonly<Record<string, unknown>>;
  },
): StreamedEvent {
  return {
    at: Math.floor(fields.at),
    id: eventId(stage.random),
    type,
    key: fields.key,
    data: fields.data,
    truth: { ...fields.truth, campaign: stage.campaign },
  };
}

/** The stages of the first `count` other defenders, each with the same people and chance. */
export function otherStages(stage: Stage, count: number): Stage[] {
  return stage.others.slice(0, count).map((other) => ({ ...stage, ...other }));
}

/** 62 bits of chance: no two events of a city share an id. */
export function eventId(random: { int(bound: number): number }): string {
  return `ev-${word(random)}${word(random)}`;
}

function word(random: { int(bound: number): number }): string {
  return random.int(2_147_483_648).toString(36).padStart(6, '0');
}

/** The handle by which texts address an account. */
export function handleOf(account: string): string {
  return `@${account}`;
}
