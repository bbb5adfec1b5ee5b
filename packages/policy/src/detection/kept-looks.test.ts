import {
  applyEvent,
  applyWatermark,
  type DefenderState,
  type DetectedSignal,
  forgetActor,
  freezeState,
  type Look,
  newDefenderState,
  thawState,
} from '@hrd-shield/domain';
import { expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { type ActorKind, DAY, HOUR, MINUTE, START, Stream } from './testing/stream.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
/** A state that is frozen in between has nothing left of what earlier looks kept beside it. */
const FROZEN_EVERY = 3;

/** Ordinary days, a drip of strangers beside them, and now and then an hour of copies. */
function history(seed: number): Stream {
  const stream = new Stream({ seed, texts: TEXTS.en, auc: 0.8, missing: 0.1 });
  stream.organic(16, 0.7);
  const sent: ActorKind = { ageDays: 12, exposed: false, interactions: 0 };
  for (let day = 3; day < 16; day += 1) {
    const from = START + day * DAY;
    for (let i = 0; i < 5; i += 1) {
      // One of five comes again, so that the actors of a drip are there on the day, too.
      const name = stream.random() < 0.2 ? 'again' : `drip${day}-${i}`;
      const at = from + stream.random() * 20 * HOUR;
      const kind = stream.random() < 0.8 ? sent : { ...sent, exposed: true };
      const text = `liar: ${stream.sentence('hostile')}`;
      stream.speak(at, name, kind, { stance: 'hostile', text, attack: true });
    }
    if (stream.random() > 0.2) continue;
    const text = `${stream.sentence('hostile')} ${stream.sentence('neutral')}`;
    for (let i = 0; i < 25; i += 1) {
      const said = { stance: 'hostile', text, attack: true } as const;
      stream.speak(from + 20 * HOUR + i * MINUTE, `copy${day}-${i}`, sent, said);
    }
  }
  return stream;
}

interface Told {
  readonly signals: readonly DetectedSignal[];
  readonly scores: readonly number[];
  readonly evidence: readonly Look['evidence'][];
}

function told(stream: Stream, step: (state: DefenderState, i: number) => DefenderState) {
  let state = newDefenderState(stream.defender);
  const all: Told[] = [];
  for (const [i, event] of stream.sorted().entries()) {
    const looks: Look[] = [];
    state = step(state, i);
    const signals = [
      ...applyEvent(state, event, policy, (look) => looks.push(look)),
      ...applyWatermark(state, event.at + 40 * MINUTE, policy, (look) => looks.push(look)),
    ];
    if (i % 90 === 60 && event.actor !== undefined) {
      forgetActor(state, event.actor.ref, event.at);
    }
    const evidence = looks.map((look) => look.evidence);
    all.push({ signals, scores: looks.map(({ assessment }) => assessment.score), evidence });
  }
  return { all, frozen: freezeState(state) };
}

test.each([1, 2, 3])('what looks keep of earlier ones changes nothing: history %i', (seed) => {
  const stream = history(seed);
  const kept = told(stream, (state) => state);
  const anew = told(stream, (state, i) =>
    i % FROZEN_EVERY === 0 ? thawState(freezeState(state)) : state,
  );
  expect(kept.all.flatMap(({ scores }) => scores).length).toBeGreaterThan(500);
  expect(kept).toEqual(anew);
});
