import { type DisclosureShape, disclose } from '../../scenarios/disclosure.ts';
import { CAREFUL_CREW, CREW, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: DisclosureShape = {
  ...CREW,
  actors: 1,
  parts: 2,
  writing: 'plain',
  inPicture: false,
  durationMs: 20 * MINUTE_MS,
};

/** Somebody publishes where the defender lives, more or less hidden. */
export const doxxing = defineScenario<DisclosureShape>({
  id: 'A19',
  kind: 'attack',
  title: 'doxxing: post, thread, spelled out, in a picture',
  ranges: { parts: range(1, 5, 'posts') },
  presets: {
    easy: { ...base, actors: 2, parts: 1 },
    medium: { ...base, writing: 'spaced' },
    evasive: { ...base, ...CAREFUL_CREW, parts: 5, writing: 'words', inPicture: true },
  },
  play: (stage, shape) => only(disclose(stage, { ...shape, parts: Math.round(shape.parts) })),
});
