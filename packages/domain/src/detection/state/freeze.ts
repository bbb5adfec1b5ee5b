import type { DefenderRef } from '@hrd-shield/contracts';
import { invariant } from '@hrd-shield/contracts/pure';
import { ByteReader, ByteWriter } from './bytes.ts';
import { FROZEN_PARTS, type FrozenPart, type StatePart } from './frozen-parts.ts';
import { type DefenderState, newDefenderState } from './state.ts';

/** The frame around the parts, each of which has its own version. */
const FORM = 7;
/** The form before: all parts in their first version, one behind the other, without lengths. */
const BARE_FORM = 6;
const BARE_PARTS = 20;
/** Bounds of the frozen form. @source detection notes, section 2 */
export const HOT_BYTES_MAX = 131_072;
export const IDLE_BYTES_MAX = 6144;

/** Before each part: its version, and the bytes of it, in one byte and three. */
const HEAD_BYTES = 4;
const HEAD_SCALE = 256;
const LENGTH_MAX = 2 ** 24 - 1;

const ORDER = Object.keys(FROZEN_PARTS) as StatePart[];
/** Kept between states: one that grows anew for each leaves twice what it wrote behind. */
const out = new ByteWriter();

/** The compact form of a state; freezing what was thawed gives the same bytes. */
export function freezeState(state: DefenderState): Uint8Array {
  out.clear();
  out.u8(FORM);
  out.id(state.defender);
  out.u8(ORDER.length);
  for (const name of ORDER) freezePart(name, state);
  return out.done();
}

function freezePart<Name extends StatePart>(name: Name, state: DefenderState): void {
  const part: FrozenPart<DefenderState[Name]> = FROZEN_PARTS[name];
  const at = out.reserveU32();
  part.write(out, state[name]);
  const length = out.length - at - HEAD_BYTES;
  invariant(length <= LENGTH_MAX, 'a part of a frozen state is below 16 MiB');
  out.fillU32(at, length * HEAD_SCALE + part.version);
}

/**
 * The state that `freezeState` froze, in this release or another.
 * @param onAnew told of each part that begins anew, since nothing here reads its version
 * @throws InvariantError on damaged bytes, another form, or a vital part in an unknown version
 */
export function thawState(
  bytes: Uint8Array,
  onAnew: (part: StatePart) => void = () => undefined,
): DefenderState {
  const input = new ByteReader(bytes);
  const form = input.u8();
  invariant(form === FORM || form === BARE_FORM, 'frozen state has a known form');
  const defender = input.id('d') as DefenderRef;
  let left = form === FORM ? input.u8() : BARE_PARTS;
  const next = <Name extends StatePart>(name: Name): DefenderState[Name] => {
    // What an earlier release did not know begins as in a new state, and nobody lost it.
    const isThere = left > 0;
    left -= 1;
    const found = isThere ? thawPart(input, name, form) : undefined;
    if (found !== undefined) return found;
    invariant(FROZEN_PARTS[name].isVital !== true, `frozen state has no ${name} that can be read`);
    if (isThere) onAnew(name);
    return newDefenderState(defender)[name];
  };
  // In the order of the bytes. Field by field: states of one shape are fast to work with.
  const state: DefenderState = {
    defender,
    clock: next('clock'),
    seen: next('seen'),
    counts: next('counts'),
    baseline: next('baseline'),
    recent: next('recent'),
    actors: next('actors'),
    ownTexts: next('ownTexts'),
    reports: next('reports'),
    signIns: next('signIns'),
    campaigns: next('campaigns'),
    drip: next('drip'),
    sightings: next('sightings'),
    amplify: next('amplify'),
    crew: next('crew'),
    own: next('own'),
    media: next('media'),
    viewers: next('viewers'),
    suppress: next('suppress'),
    outage: next('outage'),
    pattern: next('pattern'),
  };
  // What a later release added.
  for (; left > 0; left -= 1) input.skip(Math.floor(input.u32() / HEAD_SCALE));
  invariant(input.atEnd, 'frozen state has no more bytes than its parts');
  return state;
}

/** @returns undefined when nothing reads the version of the part, which is passed over then */
function thawPart<Name extends StatePart>(
  input: ByteReader,
  name: Name,
  form: number,
): DefenderState[Name] | undefined {
  const { read }: FrozenPart<DefenderState[Name]> = FROZEN_PARTS[name];
  if (form === BARE_FORM) {
    invariant(read[1] !== undefined, `${name} has no length and cannot be passed over`);
    return read[1](input);
  }
  const head = input.u32();
  const length = Math.floor(head / HEAD_SCALE);
  const end = input.at + length;
  const found = read[head % HEAD_SCALE]?.(input);
  if (found === undefined) input.skip(length);
  invariant(input.at === end, `frozen ${name} is as long as it says`);
  return found;
}
