import { createHash } from 'node:crypto';
import { type Boxed, deriveId, type EventRef, type TargetingHint } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyHint,
  type DefenderState,
  type DetectionPolicy,
  newDefenderState,
} from '@hrd-shield/domain';
import { ATTACKS } from '../../packages/policy/src/detection/testing/scenarios.ts';
import { HOUR, MINUTE, type Stream } from '../../packages/policy/src/detection/testing/stream.ts';
import { TEXTS } from '../../packages/policy/src/detection/testing/texts.ts';

const SEED = 7_001;
const STRANGER = { ageDays: 5, exposed: false, interactions: 0, device: 'one-box' };
const CLIENT = 'one-client';
const NETWORK = 'home-network';
const ROUNDS = 3;

/** Two weeks of one defender and a bad day: something of all that detection remembers. */
export function savedState(policy: DetectionPolicy): DefenderState {
  const stream = ATTACKS.a03({ seed: SEED, texts: TEXTS.en, auc: 0.8 });
  const last = Math.max(...stream.events.map(({ at }) => at));
  for (let round = 0; round < ROUNDS; round += 1) {
    addOwn(stream, last + round * MINUTE, round);
    addActs(stream, last + round * MINUTE, round);
  }
  const state = newDefenderState(stream.defender);
  for (const event of stream.sorted()) applyEvent(state, event, policy);
  for (const hint of hintsOf(stream, last + HOUR)) applyHint(state, hint, policy);
  return state;
}

/** A digest of what each part holds, whatever its bytes: a part may be misread and written back alike. */
export function digestsOf({ defender, ...parts }: DefenderState): Readonly<Record<string, string>> {
  const plain = (key: string, value: unknown): unknown => {
    // Counts changes since the state was opened: it is never saved.
    if (key === 'changes') return undefined;
    if (value instanceof Map) return [...value];
    return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
  };
  const digestOf = (part: unknown): string =>
    createHash('sha256').update(JSON.stringify(part, plain)).digest('hex').slice(0, 16);
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, digestOf(part)] as const),
  );
}

/** What the defender does. */
function addOwn(stream: Stream, at: number, round: number): void {
  const profile = { handle: 'a.defender', bio: stream.sentence('neutral'), createdAt: at };
  const media = [pictureOf(round)];
  const links = [`https://own${round}.example/`];
  const connection = { windowMs: MINUTE, attempts: 9, failures: 1, networkHash: NETWORK };
  stream.add({ at, kind: 'profile-changed', profile });
  stream.add({ at, kind: 'own-post', text: stream.sentence('neutral').repeat(4), media, links });
  stream.add({ at, kind: 'connection-measured', connection });
  stream.signIn(at, { deviceHash: `box${round}`, networkHash: 'far-network', country: 'XA' });
}

/** What fills the memories that speech alone leaves empty. */
function addActs(stream: Stream, at: number, round: number): void {
  const handle = `b1.k1.${'x'.repeat(43)}.${'n'.repeat(16)}.${'c'.repeat(16)}` as Boxed;
  const actor = { ...stream.actor(`stranger${round}`, at, STRANGER), handle };
  const media = [pictureOf(0xf0 + round)];
  const view = { what: 'followers' as const, page: round, clientHash: CLIENT };
  stream.add({ at, kind: 'replied', actor, media, text: 'we will find you tonight with a gun' });
  stream.add({ at, kind: 'followed', actor });
  stream.add({ at, kind: 'reacted', actor, reaction: { name: 'downvote' } });
  stream.add({ at, kind: 'viewed', actor, view });
  stream.report(at, `reporter${round}`, STRANGER, { viewed: false, reason: 'hate' });
  const filed = stream.events.at(-1)?.report;
  if (filed === undefined) throw new TypeError('a report was filed');
  stream.add({ at: at + 1, kind: 'report-decided', report: { ...filed, upheld: round === 0 } });
}

function pictureOf(number: number) {
  const perceptualHash = (number * 0x1234_5678_9abc).toString(16).padStart(16, '0');
  return { perceptualHash, kind: 'image' as const };
}

/** What the stages across defenders say. */
function hintsOf(stream: Stream, at: number): readonly TargetingHint[] {
  const { defender } = stream;
  const crew = [0, 1].map((n) => ({
    actor: stream.actor(`stranger${n}`, at, STRANGER).ref,
    targets: 3,
  }));
  const outage = {
    networkHash: NETWORK,
    region: 'XA',
    scope: 'network' as const,
    lostRatio: 0.5,
    signals: 3,
    interference: true,
    targeted: false,
  };
  const hint = { ref: deriveId('e', 'saved', 'hint') as EventRef, defender, at, crew, qValue: 0 };
  return [{ ...hint, breadth: { client: CLIENT, targets: 8 }, outage, source: { targets: 5 } }];
}
