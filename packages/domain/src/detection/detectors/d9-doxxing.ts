import { VAULT_KINDS } from '@hrd-shield/contracts/pure';
import type { Arrival, Detector, Evidence, Finding, Noted } from '../finding.ts';
import { linkedBy } from '../fusion/linked-by.ts';
import type { DetectionPolicy } from '../policy.ts';
import { isPublicItem } from '../state/own-identity.ts';
import { type Sighting, sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { countedEvents } from '../statistics/member-statistics.ts';
import { ITEM_TYPES, personalItems } from '../text/personal-items.ts';

const EVIDENCE_MAX = 16;

/**
 * Doxxing: somebody publishes what points to the person behind the account. A match with the
 * defender's vault counts at once; an item found by its pattern counts with the words around it.
 * What the defender published, an office's number and the writer's own contact do not. Tells the
 * type of an item, never its value.
 *
 * @source detection notes, section 3, D9
 */
export const doxxing: Detector = {
  id: 'D9',
  threat: 'doxxing',
  inputs: ['text', 'media.recognisedText', 'vault', 'verdicts', 'language'],
  memoryBytes: 512,
  cost: 'linear in the text on arrival, O(12) afterwards',
  notice: noticeItem,
  find: findDoxxing,
};

function noticeItem(
  state: DefenderState,
  arrival: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const { event, actor, quotesDefender } = arrival;
  if (actor === undefined || event.kind === 'report-filed') return undefined;
  if (event.vault !== undefined && event.vault.length > 0) {
    const bits = event.vault.map((kind) => 2 ** VAULT_KINDS.indexOf(kind));
    const key = bits.reduce((all, bit) => all + bit, 0);
    return { kind: 'vault-item', key, strength: 1 };
  }
  if (quotesDefender || event.shareTemplate === true) return undefined;
  return readItems(state, arrival, policy);
}

function readItems(
  state: DefenderState,
  { event, signs, stance }: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const rules = policy.detectors.D9;
  const seen = (event.media ?? []).map((media) => media.recognisedText ?? '');
  const raw = [event.text ?? '', ...seen].join('\n');
  if (raw.trim() === '') return undefined;
  const cues = { street: signs.has('street'), plate: signs.has('plate') };
  const items = personalItems(raw, cues).filter((item) => !isPublicItem(state.own, item.value));
  const strongest = Math.max(0, ...items.map((item) => rules.items[item.type]));
  if (strongest === 0) return undefined;
  const isAdverse = (stance?.hostile ?? 0) >= policy.hostility.adverseMin;
  const strength =
    strongest +
    (signs.has('disclosure') ? rules.disclosure : 0) +
    (signs.has('mobilise') ? rules.mobilise : 0) +
    (isAdverse ? rules.adverse : 0) +
    (signs.has('own-contact') ? rules.ownContact : 0);
  if (strength < rules.notedMin) return undefined;
  const key = items.reduce((all, item) => all | (1 << ITEM_TYPES.indexOf(item.type)), 0);
  return { kind: 'personal-item', key, strength: Math.min(1, strength) };
}

function findDoxxing(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D9;
  const since = state.clock.nowMs - rules.keepMs;
  const found = sightingsOf(state.sightings, ['vault-item', 'personal-item'], since);
  if (found.length === 0) return undefined;
  const vault = found.filter((item) => item.kind === 'vault-item');
  const sure = found.filter((i) => i.kind === 'personal-item' && i.strength >= rules.aloneMin);
  const evidence: Evidence[] = [];
  const add = (template: string, weight: number, shown: readonly Sighting[]): void => {
    if (shown.length === 0) return;
    const events = shown.slice(-EVIDENCE_MAX).map((item) => item.ref);
    evidence.push({ family: 'direct-harm', template, value: shown.length, weight, events });
  };
  add('doxxing.vault-match', rules.vault, vault);
  for (const type of ITEM_TYPES) {
    const holds = (item: Sighting) => (item.key & (1 << ITEM_TYPES.indexOf(type))) !== 0;
    const own = found.filter((item) => item.kind === 'personal-item' && holds(item));
    const weight = own.some((item) => sure.includes(item)) ? rules.alone : rules.suspected;
    add(`doxxing.${type}`, weight, own);
  }
  const authors = new Set(found.map((item) => item.actor));
  evidence.push(linkedBy('doxxing.authors', authors.size, policy));
  return {
    detector: 'D9',
    threat: 'doxxing',
    directHarm: vault.length > 0 || sure.length > 0,
    nonSpeech: true,
    actors: authors,
    events: countedEvents(state, found),
    fingerprints: [],
    marked: authors,
    evidence,
    benign: [],
    missing: vault.length === 0 ? ['vault'] : [],
  };
}
