import type { TargetingEvent } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  freezeState,
  HOT_BYTES_MAX,
  IDLE_BYTES_MAX,
  newDefenderState,
  thawState,
} from '@hrd-shield/domain';
import { expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { type ActorKind, DAY, MINUTE, START, Stream } from './testing/stream.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
const STRANGER: ActorKind = { ageDays: 900, exposed: false, interactions: 0 };

function hex(i: number): string {
  return (i * 2_654_435_761).toString(16).padStart(16, '0').slice(-16);
}

test('a state with every memory full keeps its bounds', () => {
  const stream = new Stream({ seed: 13, texts: TEXTS.en, auc: undefined });
  const state = newDefenderState(stream.defender);
  const send = (event: TargetingEvent) => applyEvent(state, event, policy);
  const profile = { handle: 'a'.repeat(64), bio: stream.sentence('neutral'), createdAt: START };
  send(stream.add({ at: START, kind: 'profile-changed', profile }));
  for (let day = 0; day < 20; day += 1) {
    for (let i = 0; i < 60; i += 1) {
      const at = START + day * DAY + i * 20 * MINUTE;
      const name = `x${day}-${i}`;
      const text = `her number is +49 151 23${1000 + i} ${i}, we will find you tonight with a gun, liar`;
      send(stream.speak(at, name, STRANGER, { stance: 'hostile', text }));
      const actor = stream.actor(name, at, STRANGER);
      send(stream.add({ at, kind: 'followed', actor }));
      const links = [`https://google-login.example/${i}`];
      send(stream.add({ at, kind: 'messaged', actor, links }));
      const legalRequest = { requester: 'agency', basis: 'none-given', asks: 'removal' } as const;
      send(stream.add({ at, kind: 'legal-request-received', legalRequest }));
      const media = [{ perceptualHash: hex(day * 60 + i), kind: 'image' as const }];
      const verdicts = [{ provider: 'hma', label: 'intimate' as const, score: 1, version: '1' }];
      send(stream.add({ at, kind: 'replied', actor, media, verdicts }));
      send(stream.add({ at, kind: 'own-post', text: stream.sentence('neutral'), media }));
      const view = { what: 'followers' as const, page: i, clientHash: `client${i % 20}` };
      send(stream.add({ at, kind: 'viewed', actor, view }));
      send(stream.add({ at, kind: 'reacted', actor, reaction: { name: 'downvote' } }));
      const connection = { windowMs: MINUTE, attempts: 9, failures: 9, networkHash: 'n' };
      send(stream.add({ at, kind: 'connection-measured', connection }));
    }
  }
  expect(state.sightings.length).toBeLessThanOrEqual(14 * 12);
  expect(freezeState(state).length).toBeLessThanOrEqual(HOT_BYTES_MAX);
  expect(freezeState(thawState(freezeState(state)))).toEqual(freezeState(state));
  applyWatermark(state, START + 24 * DAY, policy);
  expect(freezeState(state).length).toBeLessThanOrEqual(IDLE_BYTES_MAX);
});
