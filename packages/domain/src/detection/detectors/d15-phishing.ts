import type { Arrival, Detector, Finding, Noted } from '../finding.ts';
import { linkedBy } from '../fusion/linked-by.ts';
import type { DetectionPolicy } from '../policy.ts';
import { NO, YES } from '../state/actor-table.ts';
import { isPublicItem } from '../state/own-identity.ts';
import { type Sighting, STRANGE_LINK, sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { hash32 } from '../statistics/hash.ts';
import { countedEvents } from '../statistics/member-statistics.ts';
import { type LinkTarget, linkTarget } from '../text/domains.ts';
import { editDistance } from '../text/edit-distance.ts';

const EVIDENCE_MAX = 16;
const KINDS = ['lookalike-link', 'dangerous-file', 'rare-link', 'strange-link'] as const;

/**
 * Phishing: an account that never dealt with the defender sends a link that poses as a sign-in
 * page, or a file that installs something. A link that only hides its writing asks somebody to
 * look, at most once a week. A first message with an ordinary link is none, unless a hint says that
 * its sender turned up at other defenders; nor is one of an acquaintance. Trust is what spear-phishing
 * works for: such a hint reaches those whom the defender follows or answers only where a stranger sent
 * a link of the same domain to somebody else, and not the same account to both.
 *
 * @source detection notes, section 3, D15
 */
export const phishing: Detector = {
  id: 'D15',
  threat: 'phishing',
  inputs: ['links', 'kind', 'actor.relation', 'hint.crew'],
  memoryBytes: 512,
  cost: 'O(16) links on arrival, O(12) afterwards',
  notice: noticeLink,
  find: findPhishing,
};

function noticeLink(
  state: DefenderState,
  { event, actor }: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const { links } = event;
  if (links === undefined || actor === undefined) return undefined;
  const isPrivate = event.kind === 'messaged';
  const { exempt: isTrusted } = actor;
  const isKnown = actor.novel === NO || isTrusted;
  if (!isPrivate && (isKnown || actor.novel !== YES)) return undefined;
  const found = links
    .map((link) => linkTarget(link))
    .filter((target) => target !== undefined)
    .map((target) =>
      judgeLink(state, target, { isPrivate, isKnown, isTrusted, at: event.at }, policy),
    )
    .filter((noted) => noted !== undefined);
  return KINDS.map((kind) => found.find((noted) => noted.kind === kind)).find(
    (noted) => noted !== undefined,
  );
}

function judgeLink(
  state: DefenderState,
  target: LinkTarget,
  sent: {
    readonly isPrivate: boolean;
    readonly isKnown: boolean;
    readonly isTrusted: boolean;
    readonly at: number;
  },
  policy: DetectionPolicy,
): Noted | undefined {
  const rules = policy.detectors.D15;
  const key = hash32(target.domain);
  if (rules.loginDomains.includes(target.domain)) return undefined;
  if (isPublicItem(state.own, target.domain)) return undefined;
  if (sent.isKnown) {
    const strength = sent.isTrusted ? STRANGE_LINK.letter : STRANGE_LINK.sender;
    return { kind: 'strange-link', key, strength };
  }
  if (posesAsLogin(target, rules)) return { kind: 'lookalike-link', key, strength: 1 };
  if (!sent.isPrivate) return undefined;
  if (rules.fileEndings.includes(target.ending)) {
    return { kind: 'dangerous-file', key, strength: 1 };
  }
  const isSpent = state.sightings.some(
    (other) => other.kind === 'rare-link' && other.at > sent.at - rules.rareEveryMs,
  );
  // An ordinary link of a stranger says nothing, unless other defenders got one from them too.
  const kind = target.disguised && !isSpent ? 'rare-link' : 'strange-link';
  return { kind, key, strength: kind === 'rare-link' ? 0.5 : STRANGE_LINK.sender };
}

/** Whether a domain looks like one of the names that people sign in with, and is not theirs. */
function posesAsLogin(target: LinkTarget, rules: DetectionPolicy['detectors']['D15']): boolean {
  const raw = target.domain.split('.')[0] ?? '';
  const parts = [...raw.split(/[-_]/), ...target.before.split(/[.\-_]/)];
  return rules.loginNames.some((name) => {
    // The same under its disguise, such as look-alike letters or digits.
    if (drawn(target.label) === drawn(name) && raw !== name) return true;
    if (name.length >= rules.longNameMin && raw !== name) {
      if (editDistance(target.label, name, 1) <= 1) return true;
    }
    // The name beside a lure in a domain of somebody else.
    return parts.includes(name) && rules.lureWords.some((word) => parts.includes(word));
  });
}

/** Pairs of letters that are drawn like one. */
function drawn(label: string): string {
  return label.replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** Whether a hint says that the link, or who sent it, turned up at other defenders in the same way. */
function isSentToOthers(state: DefenderState, link: Sighting): boolean {
  if (link.strength >= STRANGE_LINK.confirmed) return true;
  if (link.strength >= STRANGE_LINK.letter) return false;
  return state.crew.some((member) => member.actor === link.actor && member.targets > 0);
}

function findPhishing(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D15;
  const kept = sightingsOf(state.sightings, KINDS, state.clock.nowMs - rules.keepMs);
  const found = kept.filter((link) => link.kind !== 'strange-link' || isSentToOthers(state, link));
  if (found.length === 0) return undefined;
  const of = (kind: Sighting['kind']) => found.filter((link) => link.kind === kind);
  const senders = new Set(found.map((link) => link.actor));
  const weights = [rules.lookalike, rules.file, rules.rare, rules.shared];
  return {
    detector: 'D15',
    threat: 'phishing',
    directHarm: found.some((link) => link.kind !== 'rare-link'),
    nonSpeech: true,
    actors: senders,
    events: countedEvents(state, found),
    fingerprints: [],
    marked: senders,
    evidence: [
      ...KINDS.map((kind, i) => ({
        family: 'direct-harm' as const,
        template: `phishing.${kind}`,
        value: of(kind).length,
        weight: of(kind).length > 0 ? (weights[i] ?? 0) : 0,
        events: of(kind)
          .slice(-EVIDENCE_MAX)
          .map((link) => link.ref),
      })),
      linkedBy('phishing.senders', senders.size, policy),
    ],
    benign: [],
    missing: [],
  };
}
