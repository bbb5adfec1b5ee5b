import type { TargetingEvent } from '@hrd-shield/contracts';
import { noticingDetectors } from './detectors/index.ts';
import type { Arrival } from './finding.ts';
import { DAY_MS, moveClock } from './move-clock.ts';
import type { DetectionPolicy } from './policy.ts';
import { recordMedia, recordSight, recordSuppression } from './record-sight.ts';
import { recordSignIn } from './record-sign-in.ts';
import { judgeStance, type Stance } from './stance.ts';
import { type ActorRecord, actorKey, isNewcomer, NO, noteActor } from './state/actor-table.ts';
import { addAmplify } from './state/amplify-memory.ts';
import { HOUR_MS } from './state/baseline.ts';
import { countEvent } from './state/bucket-counts.ts';
import { channelOf } from './state/channels.ts';
import { addDripAct, inSteps } from './state/drip-memory.ts';
import { addOwnMedia } from './state/media-memory.ts';
import { addPublicItem, looksOf } from './state/own-identity.ts';
import { addOwnText, quotedShare } from './state/own-texts.ts';
import { addRecent, type Exemption, toLean, toStance } from './state/recent-events.ts';
import { addDecision, addReport } from './state/report-memory.ts';
import { remember } from './state/seen-events.ts';
import { addSighting } from './state/sighting-memory.ts';
import type { DefenderState } from './state/state.ts';
import { sampleHash } from './statistics/actor-sample.ts';
import { hash32 } from './statistics/hash.ts';
import { voiceLeaning } from './statistics/member-statistics.ts';
import { hiddenStep, strangerStep } from './statistics/stranger-sum.ts';

import { type CanonicalText, canonicalise } from './text/canonical-text.ts';
import { linkTarget } from './text/domains.ts';
import { hashHalves } from './text/edit-distance.ts';
import { packsFor } from './text/lexicon-stance.ts';
import { personalItems } from './text/personal-items.ts';
import { ACCUSATIONS } from './text/sign-kinds.ts';
import { type Signs, signsOf } from './text/signs.ts';
import { type Sketch, shinglesOf, sketchOf } from './text/sketch.ts';

const NO_SIGNS: Signs = new Set();

/**
 * Takes one event into the memories.
 *
 * @returns undefined when the event changes nothing (seen before, too late); else whether an
 *   evaluation is due at once
 */
export function recordEvent(
  state: DefenderState,
  event: TargetingEvent,
  policy: DetectionPolicy,
): boolean | undefined {
  const { clock } = state;
  if (clock.firstAt === 0) begin(state, event.at, policy);
  if (event.at <= clock.nowMs - policy.time.latenessMs) return undefined;
  if (!remember(state.seen, event.ref)) return undefined;
  clock.lastEventAt = Math.max(clock.lastEventAt, event.at);
  if (event.kind === 'own-post') {
    recordOwnPost(state, event);
    return false;
  }
  if (event.profile !== undefined && event.actor === undefined) {
    state.own.looks = looksOf(event.profile);
    return false;
  }
  if (event.kind === 'deleted') noteRetraction(state, event, policy);
  if (event.kind === 'report-decided') {
    if (event.report?.upheld !== undefined) addDecision(state.reports, event.report.upheld);
    return false;
  }
  if (recordSignIn(state.signIns, event, policy)) return true;
  if (recordSight(state, event, policy)) return false;
  return notice(state, recordAct(state, event, policy), policy);
}

function recordOwnPost(state: DefenderState, event: TargetingEvent): void {
  const { text } = event;
  if (text !== undefined) {
    addOwnText(state.ownTexts, shinglesOf(canonicalise(text).text));
    for (const { value } of personalItems(text, { street: false, plate: false })) {
      addPublicItem(state.own, value);
    }
  }
  for (const { perceptualHash } of event.media ?? []) {
    const hash = hashHalves(perceptualHash);
    if (hash !== undefined) addOwnMedia(state.media, hash);
  }
  for (const link of event.links ?? []) {
    const target = linkTarget(link);
    if (target !== undefined) addPublicItem(state.own, target.domain);
  }
}

/** A text that is taken back soon has been read and leaves no trace. */
function noteRetraction(
  state: DefenderState,
  event: TargetingEvent,
  policy: DetectionPolicy,
): void {
  if (event.actor === undefined) return;
  const record = state.actors.byKey.get(actorKey(event.actor.ref));
  if (record === undefined) return;
  if (event.at - record.lastAt > policy.detectors.D5.retractedWithinMs) return;
  record.retracted = true;
  state.actors.changes += 1;
}

/** @returns whether a detector noted something, so that an evaluation is due at once */
function notice(state: DefenderState, arrival: Arrival, policy: DetectionPolicy): boolean {
  const { event, actor } = arrival;
  let noted = false;
  for (const detector of noticingDetectors(policy)) {
    const sighting = detector.notice(state, arrival, policy);
    if (sighting === undefined) continue;
    const { ref, at } = event;
    addSighting(state.sightings, { ...sighting, ref, at, actor: actor?.key ?? 0 });
    noted = true;
  }
  return noted;
}

function begin(state: DefenderState, atMs: number, policy: DetectionPolicy): void {
  state.clock.firstAt = atMs;
  state.clock.nextHour = Math.floor(atMs / HOUR_MS);
  moveClock(state, atMs, policy);
  state.clock.nextHour = Math.floor(atMs / HOUR_MS);
}

/** An act of somebody towards the defender. */
function recordAct(state: DefenderState, event: TargetingEvent, policy: DetectionPolicy): Arrival {
  const channel = channelOf(event.kind);
  const silent = {
    event,
    canonical: undefined,
    stance: undefined,
    signs: NO_SIGNS,
    actor: undefined,
    quotesDefender: false,
  };
  if (channel === undefined || event.actor === undefined) return silent;
  const record = noteActor(state.actors, event.actor, event.at, policy.cohort.dormantMs);
  if (record.events === 1) record.returning = tookPartBefore(state, record, event.at);
  if (recordSuppression(state, event, record, policy)) return { ...silent, actor: record };
  countEvent(state.counts, channel, event.at);
  recordMedia(state, event, record, policy);
  if (channel === 'report') {
    const { reason } = event.report ?? {};
    addReport(state.reports, event, reason === undefined ? 0 : hash32(reason));
  }
  if (channel === 'amplify') {
    addAmplify(state.amplify, { ref: event.ref, actor: record.key, at: event.at });
  }
  return channel === 'speech'
    ? recordSpeech(state, event, record, policy)
    : { ...silent, actor: record };
}

function recordSpeech(
  state: DefenderState,
  event: TargetingEvent,
  record: ActorRecord,
  policy: DetectionPolicy,
): Arrival {
  const canonical = event.text === undefined ? undefined : canonicalise(event.text);
  const stance = judgeStance(event, canonical?.text, policy);
  const compared = compareText(state, event, canonical, policy);
  const signs =
    canonical === undefined
      ? NO_SIGNS
      : signsOf(canonical.text, packsFor(policy.lexicons, event.language));
  addRecent(
    state.recent,
    {
      ref: event.ref,
      actor: record.key,
      at: event.at,
      speech: true,
      hostile: toStance(stance?.hostile),
      supportive: toStance(stance?.supportive),
      trust: toStance(stance?.trust ?? 0),
      lean: toLean(stance?.lean),
      obfuscation: toStance(canonical?.obfuscation ?? 0),
      accusations: accusationsIn(signs, stance, policy),
      site: siteOf(event),
      exemption: compared.exemption,
      sketch: compared.sketch,
    },
    policy.nearDuplicate,
  );
  if (isAdverse(stance, record, policy)) countEvent(state.counts, 'adverse', event.at);
  if (isNewcomer(record) && event.shareTemplate !== true) {
    const { key, firstAt, createdAt, device, profile, exposed, dormant, returning } = record;
    const known = { firstAt, createdAt, device, profile, exposed, dormant, returning };
    const said = { ref: event.ref, at: event.at, actor: key, lean: toLean(stance?.lean) };
    const actorRef = record.ref;
    if (addDripAct(state.drip, { ...said, actorRef, ...known })) {
      sumStrangers(state, record, stance, policy);
    }
  }
  const quotesDefender = compared.exemption === 'own-quote';
  return { event, canonical, stance, signs, actor: record, quotesDefender };
}

/**
 * One step for each newcomer: a public comes by a visible way and seldom abuses, a crew that is
 * sent does not and does. Between them the sum stays at zero. A burst belongs to D1 and fills none.
 *
 * @source detection notes, section 2, slow drip, on hostile newcomers
 */
function sumStrangers(
  { drip }: DefenderState,
  record: ActorRecord,
  stance: Stance | undefined,
  policy: DetectionPolicy,
): void {
  const { hourCountMax } = policy.detectors.D2;
  const since = record.lastAt - HOUR_MS;
  if (drip.acts.filter(({ at }) => at > since).length > hourCountMax) return;
  drip.strangers = inSteps(
    strangerStep(drip.strangers, record, voiceLeaning(stance?.lean, policy), policy),
  );
  if (drip.hidden === 0) drip.hiddenSince = record.lastAt;
  drip.hidden = inSteps(hiddenStep(drip.hidden, record, stance?.lean, policy));
}

/** Kinds of accusation that the text makes; none where it only speaks of them, or supports. */
function accusationsIn(signs: Signs, stance: Stance | undefined, policy: DetectionPolicy): number {
  if (signs.size === 0 || signs.has('quoting')) return 0;
  const supportive = stance?.supportive ?? 0;
  const isSupport = supportive > (stance?.hostile ?? 0);
  if (isSupport && supportive >= policy.detectors.D11.supportiveMax) return 0;
  return ACCUSATIONS.reduce((bits, sign, i) => (signs.has(sign) ? bits | (1 << i) : bits), 0);
}

function siteOf(event: TargetingEvent): number {
  const [link] = event.links ?? [];
  const target = link === undefined ? undefined : linkTarget(link);
  return target === undefined ? 0 : hash32(target.domain);
}

function isAdverse(
  stance: Stance | undefined,
  record: ActorRecord,
  policy: DetectionPolicy,
): boolean {
  return (
    stance !== undefined &&
    stance.lean >= policy.hostility.adverseLeanMin &&
    record.novel !== NO &&
    !record.exempt
  );
}

function compareText(
  state: DefenderState,
  event: TargetingEvent,
  canonical: CanonicalText | undefined,
  policy: DetectionPolicy,
): { readonly exemption: Exemption; readonly sketch: Sketch | undefined } {
  const rules = policy.nearDuplicate;
  if (event.shareTemplate === true) return { exemption: 'share-template', sketch: undefined };
  if (canonical === undefined) return { exemption: 'none', sketch: undefined };
  if (canonical.plainChars < rules.charsMin) return { exemption: 'short', sketch: undefined };
  const shingles = shinglesOf(canonical.text);
  if (quotedShare(state.ownTexts, shingles) >= rules.quoteContainmentMin) {
    return { exemption: 'own-quote', sketch: undefined };
  }
  return { exemption: 'none', sketch: sketchOf(shingles) };
}

/** Whether an actor who was away for a day is in the sample of a campaign older than that. */
function tookPartBefore(state: DefenderState, record: ActorRecord, atMs: number): boolean {
  if (state.campaigns.length === 0) return false;
  const hash = sampleHash(record.key);
  return state.campaigns.some(
    (campaign) => campaign.firstAt < atMs - DAY_MS && campaign.sample.includes(hash),
  );
}
