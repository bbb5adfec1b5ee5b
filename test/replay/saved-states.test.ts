import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefenderRef, deriveId, InvariantError } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  type DefenderState,
  freezeState,
  newDefenderState,
  type StatePart,
  thawState,
} from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { describe, expect, it } from 'vitest';
import { ATTACKS } from '../../packages/policy/src/detection/testing/scenarios.ts';
import { DAY, seeded } from '../../packages/policy/src/detection/testing/stream.ts';
import { TEXTS } from '../../packages/policy/src/detection/testing/texts.ts';
import { digestsOf } from './saved-state.ts';

const FOLDER = join(import.meta.dirname, 'states');
const FILES = readdirSync(FOLDER).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
/** Parts that begin anew by now, and parts that hold something else by now, by recorded state. */
const BEGUN_ANEW: Readonly<Record<string, readonly StatePart[]>> = {};
const HELD_OTHERWISE: Readonly<Record<string, readonly StatePart[]>> = {};
const TO_DO =
  'the form of a part has changed: raise its version in frozen-parts.ts, leave the reader of the ' +
  'former one where it is, then record a state beside the others (docs/detectors.md)';
const UNKNOWN = 255;
/** Before the parts: the form, the defender and how many parts there are. */
const FRAME_BYTES = 19;
const PARTS_AT = FRAME_BYTES - 1;
const VITAL = ['clock', 'seen', 'baseline', 'campaigns'];

const policy = loadDetectionPolicy();
const bare = recorded('1-form-6.json');
const framed = recorded(FILES.at(-1) ?? '');
const empty = newDefenderState(deriveId('d', 'saved') as DefenderRef);
const names = Object.keys(empty).filter((name) => name !== 'defender') as StatePart[];

function recorded(file: string): Uint8Array {
  const { state } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  return Uint8Array.from(Buffer.from(state, 'base64'));
}

/** Where each part begins, with its version and its length, and where the last one ends. */
function offsetsOf(bytes: Uint8Array): readonly number[] {
  const offsets = [FRAME_BYTES];
  for (let at = FRAME_BYTES; at < bytes.length; ) {
    at += 4 + (Buffer.from(bytes).readUInt32LE(at) >>> 8);
    offsets.push(at);
  }
  return offsets;
}

function withVersion(part: StatePart, version: number): Uint8Array {
  const bytes = Uint8Array.from(framed);
  bytes[offsetsOf(bytes)[names.indexOf(part)] ?? 0] = version;
  return bytes;
}

function open(bytes: Uint8Array): { state: DefenderState; anew: readonly StatePart[] } {
  const anew: StatePart[] = [];
  return { state: thawState(bytes, (part) => anew.push(part)), anew };
}

function faultOf(bytes: Uint8Array): unknown {
  try {
    thawState(bytes);
    return undefined;
  } catch (fault) {
    return fault;
  }
}

describe('a state that a release saved', () => {
  it.each(FILES)('%s opens, and only what is named begins anew', (file) => {
    expect(open(recorded(file)).anew).toEqual(BEGUN_ANEW[file] ?? []);
  });

  it.each(FILES)('%s holds what it held, but for parts that are named', (file) => {
    expect(faultOf(recorded(file)), TO_DO).toBeUndefined();
    const holds = digestsOf(thawState(recorded(file)));
    const held = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')).holds;
    const changed = names.filter((name) => name in held && holds[name] !== held[name]);
    expect(changed, TO_DO).toEqual([...(BEGUN_ANEW[file] ?? []), ...(HELD_OTHERWISE[file] ?? [])]);
  });

  it('is frozen in the same bytes as the newest that was recorded', () => {
    expect(faultOf(framed), TO_DO).toBeUndefined();
    const now = freezeState(thawState(framed));
    const [was, is] = [offsetsOf(framed), offsetsOf(now)];
    const partOf = (bytes: Uint8Array, offsets: readonly number[], i: number) =>
      Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString('hex');
    const changed = names.filter((_, i) => partOf(framed, was, i) !== partOf(now, is, i));
    expect(changed, TO_DO).toEqual([]);
    expect(Buffer.compare(now, framed), TO_DO).toBe(0);
  });

  it('before parts had lengths holds the same in every part', () => {
    const old = thawState(bare);
    expect(bare[0]).toBe(6);
    expect(old).toEqual(thawState(recorded('2-form-7.json')));
    expect(old.baseline.weeks.every((weeks) => weeks > 0)).toBe(true);
    expect(freezeState(old)).toEqual(freezeState(thawState(recorded('2-form-7.json'))));
  });

  it('has something in every part', () => {
    const { state } = open(framed);
    for (const name of names) expect(state[name], name).not.toEqual(empty[name]);
  });
});

describe('a part in a version that nothing reads', () => {
  it.each(names.filter((name) => !VITAL.includes(name)))('%s begins anew alone', (name) => {
    const { anew, state } = open(withVersion(name, UNKNOWN));
    const whole = thawState(framed);
    expect(anew).toEqual([name]);
    expect(state).toEqual({ ...whole, [name]: empty[name] });
    // Detection goes on with what is left.
    const stream = ATTACKS.a01({ seed: 7_001, texts: TEXTS.en, auc: 0.8 });
    for (const event of stream.sorted().slice(-50)) {
      applyEvent(state, { ...event, at: event.at + DAY }, policy);
    }
    applyWatermark(state, state.clock.nowMs + 3 * DAY, policy);
    expect(freezeState(thawState(freezeState(state)))).toEqual(freezeState(state));
  });

  it.each(VITAL)('%s has the whole state refused', (name) => {
    expect(() => thawState(withVersion(name as StatePart, UNKNOWN))).toThrow(InvariantError);
  });
});

describe('a part that one release has and another has not', () => {
  it('is passed over at the end, where a later one added it', () => {
    const bytes = Uint8Array.from([...framed, 1, 3, 0, 0, 9, 9, 9]);
    bytes[PARTS_AT] = names.length + 1;
    const { anew, state } = open(bytes);
    expect(anew).toEqual([]);
    expect(freezeState(state)).toEqual(freezeState(thawState(framed)));
  });

  it('begins as in a new state where an earlier one did not know it', () => {
    const bytes = framed.slice(0, offsetsOf(framed)[names.length - 1]);
    bytes[PARTS_AT] = names.length - 1;
    const { anew, state } = open(bytes);
    expect(anew).toEqual([]);
    expect(state).toEqual({
      ...thawState(framed),
      pattern: empty.pattern,
    });
  });

  it('is refused where it is vital', () => {
    const bytes = framed.slice(0, offsetsOf(framed)[0]);
    bytes[PARTS_AT] = 0;
    expect(() => thawState(bytes)).toThrow(InvariantError);
  });
});

describe('damaged bytes', () => {
  it.each([
    ['without lengths', bare, 8],
    ['with lengths', framed, 1],
  ])('%s are refused, cut wherever', (_, bytes, step) => {
    for (let end = 0; end < bytes.length; end += step) {
      const fault = faultOf(bytes.subarray(0, end));
      if (!(fault instanceof InvariantError)) expect.unreachable(`cut at ${end}`);
    }
  });

  it('are refused or open, and nothing else', () => {
    const random = seeded(11);
    const faults = Array.from({ length: 4_000 }, () => {
      const bytes = Uint8Array.from(framed);
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      return faultOf(bytes);
    }).filter((fault) => fault !== undefined);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((fault) => !(fault instanceof InvariantError))).toEqual([]);
  });

  it('are refused where a part is not as long as it says, or something lies behind the last', () => {
    const bytes = Uint8Array.from(framed);
    bytes[FRAME_BYTES + 1] = (bytes[FRAME_BYTES + 1] ?? 0) + 1;
    expect(() => thawState(bytes)).toThrow('clock is as long as it says');
    expect(() => thawState(Uint8Array.from([...framed, 0]))).toThrow('no more bytes');
  });

  it('of another form are refused', () => {
    for (const form of [0, 5, 8]) {
      const bytes = Uint8Array.from(framed);
      bytes[0] = form;
      expect(() => thawState(bytes)).toThrow(InvariantError);
    }
  });
});
