import type { Sighting, Stage, TargetingActor, TargetingEvent } from '@hrd-shield/contracts';
import {
  canonicalise,
  cellKey,
  type DetectionPolicy,
  judgeStance,
  linkTarget,
  type StagePolicy,
  shinglesOf,
  sketchOf,
} from '@hrd-shield/domain';
import type { Pseudonymiser } from '../ports/keys.ts';

type Item = Sighting['items'][number];

export interface SightingDeps {
  /** Keys what is looked up, so that no fingerprint joins back to what somebody wrote. */
  readonly pseudonyms: Pick<Pseudonymiser, 'object'>;
  readonly policy: DetectionPolicy;
  readonly stages: StagePolicy;
}

/** Acts on a person. */
const ACTS: ReadonlySet<string> = new Set([
  'posted',
  'replied',
  'mentioned',
  'quoted',
  'messaged',
  'report-filed',
]);
const SIGN_INS: ReadonlySet<string> = new Set(['login-failed', 'password-reset-requested']);
const LOOKS: ReadonlySet<string> = new Set(['viewed', 'searched', 'contact-looked-up']);

/** Text fingerprints: bands of the sketch; similarity 0.8 shares one with 0.94, 0.6 with 0.62. */
const BANDS = 4;
const BAND_VALUES = 3;
const LINKS_MAX = 4;
const LINK_CHARS_MAX = 512;
const MEDIA_MAX = 4;

/**
 * What an event at one defender means to the stages across defenders; undefined: nothing. Whoever
 * supports and what came from a share button is left out; of those whom the defender follows or
 * answers all but a private link, which counts only where strangers sent the like to others.
 * A function of the event alone, so that a replay gives the same.
 *
 * @source detection notes, section 2: stages A, F and I
 */
export function sightingOf(event: TargetingEvent, deps: SightingDeps): Sighting | undefined {
  const client = clientOf(event);
  const connection = connectionOf(event);
  const trusted = event.actor !== undefined && isOwnCircle(event.actor);
  const letter = trusted ? domainItems(event, deps) : [];
  const items = [
    ...actItems(event, deps),
    ...letter,
    ...signInItems(event, deps),
    ...(client === undefined ? [] : [item('client', client, deps), item('reader', client, deps)]),
    ...(connection === undefined ? [] : [item('network', connection.cell, deps)]),
  ];
  if (items.length === 0) return undefined;
  const actor = event.actor?.ref;
  return {
    at: event.at,
    ...(actor === undefined ? {} : { actor }),
    ...(client === undefined ? {} : { client }),
    ...(letter.length > 0 ? { trusted: true } : {}),
    ...(connection === undefined ? {} : { connection }),
    items,
  };
}

/** Fingerprints of a text under which copies of it meet; none for one that is too short. */
export function textKeys(text: string, deps: SightingDeps): readonly Item[] {
  const canonical = canonicalise(text);
  if (canonical.plainChars < deps.policy.nearDuplicate.charsMin) return [];
  const sketch = sketchOf(shinglesOf(canonical.text));
  if (sketch === undefined) return [];
  return Array.from({ length: BANDS }, (_, band) => {
    const values = sketch.values.slice(band * BAND_VALUES, (band + 1) * BAND_VALUES);
    return item('text', `${band}|${values.join(',')}`, deps);
  });
}

/** One thing of one stage, keyed. */
export function item(stage: Stage, what: string, deps: Pick<SightingDeps, 'pseudonyms'>): Item {
  return { stage, key: deps.pseudonyms.object(`${stage}|${what}`) as Item['key'] };
}

/** The name under which accounts of one hour and one network meet. */
export function createdName(createdAt: number, networkHash: string, stages: StagePolicy): string {
  return `created|${Math.floor(createdAt / stages.cohort.createdSpanMs)}|${networkHash}`;
}

function actItems(event: TargetingEvent, deps: SightingDeps): readonly Item[] {
  const { actor, kind } = event;
  if (actor === undefined || !ACTS.has(kind) || isOwnCircle(actor)) return [];
  const canonical = event.text === undefined ? undefined : canonicalise(event.text).text;
  const stance = judgeStance(event, canonical, deps.policy);
  if (stance !== undefined && stance.supportive >= deps.stages.supportiveMin) return [];
  const isAdverse = stance === undefined || stance.hostile >= deps.policy.hostility.adverseMin;
  return [
    item('actor', actor.ref, deps),
    ...cohortItems(event, actor, deps),
    ...(isAdverse && kind !== 'report-filed' ? spreadItems(event, deps) : []),
  ];
}

/** The name under which links to one registered domain meet. */
export function domainName(domain: string): string {
  return `domain|${domain.toLowerCase()}`;
}

/**
 * The registered domains of links in a private message that each lead to a part of a domain, such
 * as one made for this reader alone. Sites where everybody has a part of their own say nothing.
 *
 * @source detection notes, section 3, D15: one-to-one links with a unique sub-domain
 */
function partedDomains({ kind, links = [] }: TargetingEvent, { stages }: SightingDeps): string[] {
  if (kind !== 'messaged') return [];
  const { plainParts, sharedHosts } = stages.links;
  const targets = links.slice(0, LINKS_MAX).flatMap((link) => linkTarget(link) ?? []);
  const parted = targets.filter(
    ({ before, domain }) =>
      before !== '' && !plainParts.includes(before) && !sharedHosts.includes(domain),
  );
  return [...new Set(parted.map(({ domain }) => domainName(domain)))];
}

function domainItems(event: TargetingEvent, deps: SightingDeps): readonly Item[] {
  return partedDomains(event, deps).map((domain) => item('domain', domain, deps));
}

/** A link without what tells its sharers apart. */
function linkUrl(link: string): string {
  return (link.split(/[?#]/)[0] ?? '').slice(0, LINK_CHARS_MAX).toLowerCase();
}

function isOwnCircle({ relation }: TargetingActor): boolean {
  return relation?.targetFollowsActor === true || relation?.targetRepliedToActor90d === true;
}

function cohortItems(
  { at }: TargetingEvent,
  { createdAt, deviceHash, networkHash }: TargetingActor,
  deps: SightingDeps,
): readonly Item[] {
  const items: Item[] = [];
  if (deviceHash !== undefined) items.push(item('cohort', `device|${deviceHash}`, deps));
  if (createdAt !== undefined && networkHash !== undefined) {
    const isYoung = at - createdAt < deps.stages.cohort.youngMs;
    const name = createdName(createdAt, networkHash, deps.stages);
    if (isYoung) items.push(item('cohort', name, deps));
  }
  return items;
}

function spreadItems(event: TargetingEvent, deps: SightingDeps): readonly Item[] {
  if (event.shareTemplate === true) return [];
  const links = new Set((event.links ?? []).slice(0, LINKS_MAX).map(linkUrl));
  return [
    ...(event.text === undefined ? [] : textKeys(event.text, deps)),
    ...[...links].map((link) => item('link', link, deps)),
    ...domainItems(event, deps),
    ...(event.media ?? [])
      .slice(0, MEDIA_MAX)
      .map(({ perceptualHash }) => item('media', perceptualHash, deps)),
  ];
}

/** Tries at the door from one device; a network alone is shared by strangers. */
function signInItems({ kind, signIn }: TargetingEvent, deps: SightingDeps): readonly Item[] {
  if (!SIGN_INS.has(kind) || signIn?.deviceHash === undefined) return [];
  return [item('source', signIn.deviceHash, deps)];
}

/** Who reads with what; clients with a registered purpose are none. */
function clientOf(event: TargetingEvent): string | undefined {
  const seen = event.view ?? event.search ?? event.lookup;
  if (!LOOKS.has(event.kind) || seen === undefined || seen.clientRegistered === true) {
    return undefined;
  }
  return seen.clientHash ?? event.actor?.deviceHash;
}

/** How the defender's own connections fared, where the network is known. */
function connectionOf({ connection }: TargetingEvent): Sighting['connection'] {
  if (connection === undefined) return undefined;
  const { attempts, country, failures, networkHash, region } = connection;
  if (country === undefined || region === undefined || networkHash === undefined) return undefined;
  return { cell: cellKey({ country, region, networkHash }), attempts, failures };
}
